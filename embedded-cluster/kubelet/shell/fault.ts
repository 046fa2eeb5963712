/** A failure at run time that ends a shell: it prints this and ends with 2. */
export class Fault extends Error {}

/** More memory than the container may have: the kernel kills it. */
export class OutOfMemory extends Error {}
