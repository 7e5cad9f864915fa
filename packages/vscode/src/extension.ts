/** Starts the command's language server for Standoff's files. All that it knows is in the server. */
import { type ExtensionContext, workspace } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const [command, ...words] = workspace.getConfiguration("standoff").get<string[]>("command") ?? ["npx", "standoff"];
  const run = { command, args: [...words, "language-server"], transport: TransportKind.stdio };
  client = new LanguageClient(
    "standoff",
    "Standoff",
    { run, debug: run },
    { documentSelector: [{ language: "standoff" }] },
  );
  context.subscriptions.push(client);
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
