/**
 * The platform's WebAssembly, for the kernels of sweeping and of building: each compiled once (what the platform learns
 * about hot loops serves every later instance), instantiated with a memory of its own. The same in Node and in a
 * browser.
 */

/** What we use of the platform's; the library's types name no environment. */
interface WebAssemblyFace {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: Record<string, unknown> };
  Memory: new (size: { initial: number; maximum: number }) => KernelMemory;
  validate(bytes: Uint8Array): boolean;
}

export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

interface Instance {
  readonly memory: KernelMemory;
  readonly exports: Record<string, unknown>;
}

/** Bytes of a page. */
export const PAGE = 65_536;
/** 4 GiB, what 32-bit pointers reach. */
export const MOST_PAGES = 65_536;

/**
 * Gives new instances of a module, with a memory of `initial` to `most` pages; null where the platform has no
 * WebAssembly, or not what the module asks of it (SIMD), or no address space for the memory.
 */
export function instancesOf(code: () => Uint8Array): (initial: number, most: number) => Instance | null {
  let module: object | undefined;
  return (initial, most) => {
    const platform = (globalThis as { WebAssembly?: WebAssemblyFace }).WebAssembly;
    if (!platform) return null;
    module ??= compiled(platform, code());
    const memory = module && reserved(platform, initial, most);
    if (!module || !memory) return null;
    const { exports } = new platform.Instance(module, { env: { memory, abort: unreachable } });
    return { memory, exports };
  };
}

function compiled(platform: WebAssemblyFace, code: Uint8Array): object | undefined {
  return platform.validate(code) ? new platform.Module(code) : undefined;
}

function reserved(platform: WebAssemblyFace, initial: number, maximum: number): KernelMemory | null {
  try {
    return new platform.Memory({ initial, maximum });
  } catch {
    return null;
  }
}

function unreachable(): never {
  throw new Error("a kernel ran into its own assertion");
}
