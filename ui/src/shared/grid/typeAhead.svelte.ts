// Letters typed in a table: gathered for a second, they lead to the next row whose cell in the current column begins
// so. A letter pressed again and again goes from one such row to the next. A wrong keyboard layout is understood.
import { otherLayout } from '../layout';

const GATHER_MS = 1000;

export type Seek = (column: string, text: string, from: number) => Promise<number | null>;

export class TypeAhead {
  text = $state('');
  /** Nothing begins so. */
  failed = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  /** Takes a key; the answer comes with the row to go to, null when there is none or a newer key was pressed. */
  async type(key: string, column: string, at: number, seek: Seek): Promise<number | null> {
    const first = this.text === '';
    this.text += key;
    const { text } = this;
    const turn = ++this.#turn;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.end(), GATHER_MS);
    const again = [...text].every((letter) => letter.toLowerCase() === text[0]?.toLowerCase());
    const found =
      (await this.#find(text, column, first ? at + 1 : at, seek)) ??
      (again && !first ? await this.#find(key, column, at + 1, seek) : null);
    if (turn !== this.#turn) return null;
    this.failed = found === null;
    return found;
  }

  async #find(text: string, column: string, from: number, seek: Seek): Promise<number | null> {
    const found = await seek(column, text, from);
    if (found !== null) return found;
    const other = otherLayout(text);
    return other ? seek(column, other, from) : null;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.text = '';
    this.failed = false;
  }
}
