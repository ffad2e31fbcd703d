/** What a twin remembers: one JSON-able object, so that it can be shown, reset, saved and tried out on a copy. */
export interface Store<T> {
  readonly data: T;
  reset(): void;
  load(data: T): void;
  /** Runs `act` on a copy that is thrown away: what a forged webhook tells never happened here. */
  pretend<R>(act: () => R): R;
}

export const createStore = <T extends object>(seed: () => T): Store<T> => {
  let data = seed();
  return {
    get data() {
      return data;
    },
    reset: () => {
      data = seed();
    },
    load: (saved) => {
      data = saved;
    },
    pretend: (act) => {
      const kept = data;
      data = structuredClone(kept);
      try {
        return act();
      } finally {
        data = kept;
      }
    },
  };
};

/** A row by an id that came from outside: `__proto__` finds nothing. */
export const lookUp = <T>(rows: Readonly<Record<string, T>>, id: string): T | undefined => (Object.hasOwn(rows, id) ? rows[id] : undefined);
