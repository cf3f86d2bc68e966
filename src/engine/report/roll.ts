import type { CustomerId, CustomerRecord } from '../../model/customer.js';

/** What customers are called in row files: by number, else by `#id`; never by name. */
export class Roll {
  readonly #elsewhere: (id: CustomerId) => string | null;
  readonly #keep: boolean;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder();
  readonly #owners: string[] = [''];
  readonly #byOwner = new Map<string, number>();
  #bytes = new Uint8Array(1 << 12);
  #end = 0;
  /** By id: where its number begins, and how long it is. */
  #from = new Uint32Array(1 << 10);
  #size = new Uint8Array(1 << 10);
  #owner = new Uint32Array(1 << 10);
  /** Rows of one customer mostly stand together. */
  #lastId: CustomerId = 0;
  #lastNumber = '';

  /**
   * @param keep whether anybody will be asked for
   * @param elsewhere the number of one who is no customer any more
   */
  constructor(keep: boolean, elsewhere: (id: CustomerId) => string | null) {
    this.#keep = keep;
    this.#elsewhere = elsewhere;
  }

  see({ id, customer_no, owner }: Pick<CustomerRecord, 'customer_no' | 'id' | 'owner'>): void {
    if (!this.#keep) return;
    this.#hold(id);
    let at = owner === null ? 0 : this.#byOwner.get(owner);
    if (at === undefined) {
      at = this.#owners.push(owner as string) - 1;
      this.#byOwner.set(owner as string, at);
    }
    this.#owner[id] = at;
    const text = customer_no ?? `#${id}`;
    if (this.#end + 3 * text.length > this.#bytes.length) {
      const wider = new Uint8Array(2 * this.#bytes.length + 3 * text.length);
      wider.set(this.#bytes);
      this.#bytes = wider;
    }
    const { written } = this.#encoder.encodeInto(text.slice(0, 80), this.#bytes.subarray(this.#end));
    this.#from[id] = this.#end;
    this.#size[id] = written;
    this.#end += written;
  }

  numberOf(id: CustomerId): string {
    if (id === 0) return '';
    if (id !== this.#lastId) {
      this.#lastId = id;
      this.#lastNumber = this.#find(id);
    }
    return this.#lastNumber;
  }

  #find(id: CustomerId): string {
    const size = this.#size[id] ?? 0;
    if (size === 0) return this.#elsewhere(id) ?? `#${id}`;
    const from = this.#from[id] as number;
    return this.#decoder.decode(this.#bytes.subarray(from, from + size));
  }

  ownerOf(id: CustomerId): string {
    return this.#owners[this.#owner[id] ?? 0] as string;
  }

  #hold(id: CustomerId): void {
    if (id < this.#from.length) return;
    const room = 2 ** Math.ceil(Math.log2(id + 1));
    const [from, size, owner] = [new Uint32Array(room), new Uint8Array(room), new Uint32Array(room)];
    from.set(this.#from);
    size.set(this.#size);
    owner.set(this.#owner);
    [this.#from, this.#size, this.#owner] = [from, size, owner];
  }
}
