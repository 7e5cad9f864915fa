/** Compiles the AssemblyScript of packages/standoff/kernels into modules of packages/standoff/src. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const path = (name: string) => fileURLToPath(new URL(`../packages/standoff/${name}`, import.meta.url));

/** Sources, and the modules made of them. */
export const kernels = [
  { source: "kernels/sweeps.ts", module: path("src/sweep/kernels.generated.ts") },
  { source: "kernels/batches.ts", module: path("src/sweep/batches.generated.ts") },
  { source: "kernels/rides.ts", module: path("src/sweep/rides.generated.ts") },
  { source: "kernels/build.ts", module: path("src/build/walk/kernel.generated.ts") },
] as const;

/** A generated module's text; throws what the compiler printed when it fails. */
export async function kernelModule(source: string): Promise<string> {
  const flags = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd", "--importMemory", "--noExportMemory"];
  const compiled: { bytes: Uint8Array } = { bytes: new Uint8Array() };
  const { error, stderr } = await asc.main([path(source), ...flags, "--outFile", "kernel.wasm", "--baseDir", "/"], {
    writeFile: (name: string, contents: string | Uint8Array) => {
      if (name.endsWith(".wasm")) compiled.bytes = contents as Uint8Array;
    },
  });
  if (error) throw new Error(stderr.toString());
  const text = Buffer.from(compiled.bytes).toString("base64").replace(/=+$/, "");
  return `/** Made by \`npm run kernels\` from ${source}: ${compiled.bytes.length} bytes of WebAssembly in base64. */\nexport const KERNEL_BYTES =\n  "${text}";\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { source, module } of kernels) writeFileSync(module, await kernelModule(source));
}
