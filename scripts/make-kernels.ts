/** Compiles packages/standoff/kernels/sweeps.ts with AssemblyScript into packages/standoff/src/sweep/kernels.generated.ts. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const path = (name: string) => fileURLToPath(new URL(`../packages/standoff/${name}`, import.meta.url));

export const kernelPath = path("src/sweep/kernels.generated.ts");

/** The generated module's text; throws what the compiler printed when it fails. */
export async function kernelModule(): Promise<string> {
  const flags = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd", "--importMemory", "--noExportMemory"];
  const compiled: { bytes: Uint8Array } = { bytes: new Uint8Array() };
  const { error, stderr } = await asc.main(
    [path("kernels/sweeps.ts"), ...flags, "--outFile", "sweeps.wasm", "--baseDir", "/"],
    {
      writeFile: (name: string, contents: string | Uint8Array) => {
        if (name.endsWith(".wasm")) compiled.bytes = contents as Uint8Array;
      },
    },
  );
  if (error) throw new Error(stderr.toString());
  const text = Buffer.from(compiled.bytes).toString("base64").replace(/=+$/, "");
  return `/** Made by \`npm run kernels\` from kernels/sweeps.ts: ${compiled.bytes.length} bytes of WebAssembly in base64. */\nexport const KERNEL_BYTES =\n  "${text}";\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(kernelPath, await kernelModule());
}
