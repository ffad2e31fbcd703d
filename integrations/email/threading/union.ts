/** Sets of names that grow together, in any order of joining: nearly constant time by size and path halving. */
export class Union {
  readonly #numbers = new Map<string, number>();
  readonly #parents: number[] = [];
  readonly #sizes: number[] = [];
  /** Of each set's root: the smallest name in it, whoever came first. */
  readonly #least: string[] = [];

  #numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#parents.length;
    this.#numbers.set(name, number);
    this.#parents.push(number);
    this.#sizes.push(1);
    this.#least.push(name);
    return number;
  }
  #root(number: number): number {
    const parents = this.#parents;
    let at = number;
    for (let parent = parents[at] ?? at; parent !== at; parent = parents[at] ?? at) {
      const above = parents[parent] ?? parent;
      parents[at] = above;
      at = above;
    }
    return at;
  }
  /** The name that stands for the set this one is in. */
  find(name: string): string {
    return this.#least[this.#root(this.#numberOf(name))] ?? name;
  }
  join(one: string, other: string): void {
    this.joinAll(one, [other]);
  }
  /** All of these are in one set with the first. */
  joinAll(one: string, others: readonly string[]): void {
    let root = this.#root(this.#numberOf(one));
    for (const other of others) {
      const second = this.#root(this.#numberOf(other));
      if (root === second) continue;
      const [large, small] = (this.#sizes[root] ?? 1) >= (this.#sizes[second] ?? 1) ? [root, second] : [second, root];
      this.#parents[small] = large;
      this.#sizes[large] = (this.#sizes[large] ?? 1) + (this.#sizes[small] ?? 1);
      const [a = '', b = ''] = [this.#least[large], this.#least[small]];
      if (b < a) this.#least[large] = b;
      root = large;
    }
  }
}
