// A park's access to Yandex Fleet while it is typed, kept and checked. The typed key is emptied as soon as Rust has it; what
// comes back is a mask.
import {
  asFailure,
  host,
  type ConnectionId,
  type FleetAccessView,
  type FleetCategory,
  type FleetConnect,
  type FleetManner,
  type FleetVerdict,
} from '$host';
import { describeError, type DescribedError } from '$shared/errors';
import { t } from '$shared/i18n/i18n.svelte';
import { ServiceAccess, type AccessOf } from '../../connections/access.svelte';
import { choiceOf } from '../../connections/address';

export const hosts = {
  ru: 'https://fleet-api.taxi.yandex.net',
  international: 'https://fleet-api.yango.tech',
} as const;
export type HostChoice = keyof typeof hosts | 'own';

interface Draft {
  client: string;
  park: string;
  host: HostChoice;
  own: string;
  second: string;
  hour: string;
  manner: FleetManner['manner'];
  category: string;
}

type Field =
  'client_id' | 'park_id' | 'base_address' | 'key' | 'requests_per_second' | 'requests_per_hour' | 'manner';
const fleet: AccessOf<FleetAccessView, FleetVerdict, Field> = {
  service: 'yandex',
  texts: 'fleetAccess',
  fields: [
    'client_id',
    'park_id',
    'base_address',
    'key',
    'requests_per_second',
    'requests_per_hour',
    'manner',
  ],
  read: (connection) => host.fleetAccess(connection),
  check: (connection) => host.checkFleet(connection),
};

function draftOf(view: FleetAccessView | null): Draft {
  const host = view ? choiceOf(hosts, view.base_address) : 'ru';
  return {
    client: view?.client_id ?? '',
    park: view?.park_id ?? '',
    host,
    own: view && host === 'own' ? view.base_address : '',
    second: String(view?.requests_per_second ?? 2),
    hour: String(view?.requests_per_hour ?? 5000),
    manner: view?.manner.manner ?? 'event',
    category: view?.manner.manner === 'category' ? view.manner.category_id : '',
  };
}

const wholeIn = (text: string, least: number, most: number) =>
  /^\d{1,6}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;

/** The demo park's is always there, without a key; only the manner can be chosen. */
export class FleetAccess extends ServiceAccess<FleetAccessView, FleetVerdict, Field> {
  draft = $state<Draft>(draftOf(null));
  key = $state('');
  /** Another key is being typed in the place of the kept one. */
  replacing = $state(false);

  /** Those that the park may create in. */
  categories = $state.raw<FleetCategory[] | null>(null);
  categoriesFailure = $state.raw<DescribedError | null>(null);
  #asked = false;

  constructor(connection: ConnectionId, demo: boolean) {
    super(connection, demo, fleet);
  }

  readonly connected = $derived(Boolean(this.view));
  readonly hasKey = $derived(
    Boolean(this.view) && this.view?.key_place !== 'missing' && this.verdict?.verdict !== 'bad_key',
  );
  readonly wantsKey = $derived.by(() => !this.demo && (!this.hasKey || this.replacing));
  readonly edited = $derived(JSON.stringify(this.draft) !== JSON.stringify(draftOf(this.view ?? null)));
  readonly dirty = $derived(this.edited || this.key !== '');
  readonly base = $derived(this.draft.host === 'own' ? this.draft.own.trim() : hosts[this.draft.host]);

  /** Why it cannot be saved now; null when it can. */
  readonly reason = $derived.by(() => {
    const { client, park, manner, category } = this.draft;
    const needsKey = !this.demo && (!this.connected || this.view?.key_place === 'missing');
    if (client.trim() === '' || park.trim() === '')
      return t(needsKey ? 'fleetAccess.why.fields' : 'fleetAccess.why.ids');
    if (needsKey && this.key === '') return t('fleetAccess.why.fields');
    if (this.base === '') return t('fleetAccess.why.address');
    if (manner === 'category' && category === '') return t('fleetAccess.why.category');
    if (this.connected && !this.dirty) return t('fleetAccess.why.same');
    return this.key !== '' && this.noKeychain && !this.thisRun ? t('connections.reason.keychain') : null;
  });

  protected take(view: FleetAccessView | null): void {
    this.view = view;
    this.undo();
  }

  undo(): void {
    this.draft = draftOf(this.view ?? null);
    this.key = '';
    this.replacing = false;
    this.wrong = {};
    this.failure = null;
  }

  async readCategories(refresh = false): Promise<void> {
    if (!this.connected || (this.#asked && !refresh)) return;
    this.#asked = true;
    this.categoriesFailure = null;
    try {
      const all = await host.yandexListTransactionCategories(this.connection, refresh);
      this.categories = all.filter(({ creatable, enabled }) => creatable && enabled);
    } catch (thrown) {
      this.categoriesFailure = describeError(thrown, 'yandex');
    }
  }

  /** Keeps it, and checks it where the check could come to something else than before. */
  async save(): Promise<boolean> {
    if (this.busy || this.reason !== null) return false;
    this.failure = null;
    this.wrong = {
      ...(!this.demo &&
        !wholeIn(this.draft.second, 1, 20) && {
          requests_per_second: t('fleetAccess.problem.fleet_per_second'),
        }),
      ...(!this.demo &&
        !wholeIn(this.draft.hour, 100, 100_000) && {
          requests_per_hour: t('fleetAccess.problem.fleet_per_hour'),
        }),
    };
    if (Object.keys(this.wrong).length > 0) return false;
    this.busy = true;
    try {
      const view = await host.connectFleet(this.connection, this.#typed());
      this.key = '';
      this.verdict = null;
      this.take(view);
    } catch (thrown) {
      this.#tell(thrown);
      return false;
    } finally {
      this.busy = false;
    }
    void this.check();
    return true;
  }

  /** What the check named as the right host, and the check again. */
  async switchTo(address: string): Promise<boolean> {
    const host = choiceOf(hosts, address);
    Object.assign(this.draft, { host, own: host === 'own' ? address : '' });
    return this.save();
  }

  #typed(): FleetConnect {
    const { client, park, second, hour, manner, category } = this.draft;
    return {
      client_id: client.trim(),
      park_id: park.trim(),
      base_address: this.base,
      key: this.key === '' ? null : this.key,
      keep: this.noKeychain ? 'this_run' : 'keychain',
      requests_per_second: Number(second),
      requests_per_hour: Number(hour),
      manner: manner === 'event' ? { manner } : { manner, category_id: category },
    };
  }

  #tell(thrown: unknown): void {
    this.failure = this.complain(asFailure(thrown)) ? null : describeError(thrown);
  }

  override leave(): void {
    super.leave();
    this.key = '';
  }

  async disconnect(): Promise<void> {
    await host.disconnectFleet(this.connection);
    this.key = '';
    this.forgetCheck();
    [this.categories, this.categoriesFailure] = [null, null];
    this.#asked = false;
    this.take(null);
  }
}
