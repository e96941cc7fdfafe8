// Who invited the driver, as edited: left alone, another driver, or the link cut. «Another» without a driver is not yet a
// change, and nothing can be saved until it is one.
import type { DriverCard, NamedDriver, ReferrerEdit } from '$host';

export type ReferrerKind = ReferrerEdit['kind'];

export class ReferrerDraft {
  readonly #card: () => DriverCard;
  kind = $state<ReferrerKind>('keep');
  to = $state.raw<NamedDriver | null>(null);

  constructor(card: () => DriverCard) {
    this.#card = card;
  }

  get present(): NamedDriver | null {
    return this.#card().referrer;
  }

  /** Does the service show the link at all? */
  get shown(): boolean {
    return this.#card().referrer_shown;
  }

  /** Another driver is wanted and not chosen yet. */
  get open(): boolean {
    return this.kind === 'set' && this.to === null;
  }

  get changed(): boolean {
    return this.edit().kind !== 'keep';
  }

  choose(kind: ReferrerKind): void {
    this.kind = kind;
    if (kind !== 'set') this.to = null;
  }

  set(driver: NamedDriver | null): void {
    this.kind = 'set';
    this.to = driver;
  }

  keep(): void {
    this.choose('keep');
  }

  edit(): ReferrerEdit {
    if (this.kind === 'cut' && !this.#isCut(this.#card())) return { kind: 'cut' };
    if (this.kind === 'set' && this.to && this.to.id !== this.present?.id)
      return { kind: 'set', id: this.to.id };
    return { kind: 'keep' };
  }

  #isCut(card: DriverCard): boolean {
    return card.referrer_shown && card.referrer === null;
  }

  #asks(card: DriverCard): boolean {
    return this.kind === 'cut' ? this.#isCut(card) : this.to !== null && this.to.id === card.referrer?.id;
  }

  /** A fresh reading that is already so needs no edit. */
  rebased(): void {
    if (this.kind !== 'keep' && this.#asks(this.#card())) this.keep();
  }

  /** Has somebody else changed the link that is being changed here? */
  movedUnder(card: DriverCard): boolean {
    if (!this.changed || this.#asks(card)) return false;
    return card.referrer_shown && this.shown && card.referrer?.id !== this.present?.id;
  }
}
