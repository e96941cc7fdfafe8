// A park's access to Yume while it is typed, kept and checked. A typed password or token is emptied as soon as the call is
// over, whatever came of it; what comes back shows neither.
import {
  asFailure,
  host,
  type ConnectionId,
  type YumeAccessView,
  type YumeCompany,
  type YumeSignedIn,
  type YumeSignedOut,
  type YumeVerdict,
} from '$host';
import { describeError, type DescribedError } from '$shared/errors';
import { t } from '$shared/i18n/i18n.svelte';
import { ServiceAccess, type AccessOf } from '../../connections/access.svelte';
import { choiceOf } from '../../connections/address';

export const hosts = {
  production: 'https://api.yume.cloud',
  stage: 'https://api.stage.yume.cloud',
} as const;
export type HostChoice = keyof typeof hosts | 'own';
export type Way = 'password' | 'token';

export const companyName = ({ id, name, currency }: YumeCompany): string => {
  const said = name || t('yumeAccess.company.unnamed', { id });
  return currency ? t('yumeAccess.company.one', { name: said, currency }) : said;
};

type Field = 'login' | 'password' | 'access' | 'refresh' | 'base_address' | 'requests_per_second';

const yume: AccessOf<YumeAccessView, YumeVerdict, Field> = {
  service: 'yume',
  texts: 'yumeAccess',
  fields: ['login', 'password', 'access', 'refresh', 'base_address', 'requests_per_second'],
  read: (connection) => host.yumeAccess(connection),
  check: (connection) => host.checkYume(connection),
};

export const isSignedIn = (view: YumeAccessView | null) =>
  view !== null && view.token_place !== 'missing' && !view.over;

const isPerSecond = (text: string) =>
  /^\d{1,2}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 20;

export class YumeAccess extends ServiceAccess<YumeAccessView, YumeVerdict, Field> {
  way = $state<Way>('password');
  login = $state('');
  password = $state('');
  access = $state('');
  refresh = $state('');
  host = $state<HostChoice>('production');
  own = $state('');
  second = $state('2');
  /** Signing in once more over a session that stands. */
  again = $state(false);

  /** To choose from; null until they were read. */
  companies = $state.raw<YumeCompany[] | null>(null);
  companiesFailure = $state.raw<DescribedError | null>(null);

  constructor(connection: ConnectionId, demo: boolean) {
    super(connection, demo, yume);
  }

  readonly known = $derived(Boolean(this.view));
  readonly signedIn = $derived(isSignedIn(this.view ?? null));
  readonly asks = $derived.by(
    () => !this.demo && (!this.signedIn || this.again || this.verdict === 'signed_out'),
  );
  /** Several companies are open to the account, and none was chosen. */
  readonly mustChoose = $derived((this.companies?.length ?? 0) > 1 && !this.view?.company);
  /** A login that merely stands there from the last time is nothing to lose. */
  readonly dirty = $derived(
    this.password !== '' ||
      this.access !== '' ||
      this.refresh !== '' ||
      this.login !== (this.view?.login ?? ''),
  );
  readonly base = $derived(this.host === 'own' ? this.own.trim() : hosts[this.host]);
  /** Why it cannot be signed in now; null when it can. */
  readonly reason = $derived.by(() => {
    if (this.way === 'password' && (this.login.trim() === '' || this.password === ''))
      return t('yumeAccess.why.password');
    if (this.way === 'token' && this.access === '') return t('yumeAccess.why.token');
    if (this.base === '') return t('yumeAccess.why.address');
    return this.noKeychain && !this.thisRun ? t('connections.reason.keychain') : null;
  });

  protected take(view: YumeAccessView | null): void {
    this.view = view;
    this.#empty();
    this.again = false;
    this.wrong = {};
    this.failure = null;
    this.login = view?.login ?? '';
    this.host = view ? choiceOf(hosts, view.base_address) : 'production';
    this.own = view && this.host === 'own' ? view.base_address : '';
    this.second = String(view?.requests_per_second ?? 2);
  }

  #empty(): void {
    [this.password, this.access, this.refresh] = ['', '', ''];
  }

  /** The former session stays. */
  keepFormer(): void {
    this.take(this.view ?? null);
  }

  /** Signs in; true when it did. Whether it works is for the check to say. */
  async signIn(): Promise<boolean> {
    if (this.busy || this.reason !== null) return false;
    this.failure = null;
    this.wrong = isPerSecond(this.second)
      ? {}
      : { requests_per_second: t('yumeAccess.problem.yume_per_second') };
    if (Object.keys(this.wrong).length > 0) return false;
    this.busy = true;
    const asked = this.#ask();
    // The call has them; the page must not.
    this.#empty();
    try {
      this.#signedIn(await asked);
    } catch (thrown) {
      this.#tell(thrown);
      return false;
    } finally {
      this.busy = false;
    }
    return true;
  }

  #ask(): Promise<YumeSignedIn> {
    const common = {
      base_address: this.base,
      requests_per_second: Number(this.second),
      keep: this.noKeychain ? ('this_run' as const) : ('keychain' as const),
    };
    if (this.way === 'password')
      return host.yumeLogin(this.connection, {
        ...common,
        login: this.login.trim(),
        password: this.password,
      });
    return host.pasteYumeToken(this.connection, {
      ...common,
      access: this.access,
      refresh: this.refresh === '' ? null : this.refresh,
    });
  }

  #signedIn({ access, companies, companies_unread }: YumeSignedIn): void {
    this.verdict = null;
    this.take(access);
    this.companies = companies_unread ? null : companies;
    this.companiesFailure = companies_unread ? describeError(companies_unread, 'yume') : null;
  }

  #tell(thrown: unknown): void {
    const failure = asFailure(thrown);
    if (this.complain(failure)) this.failure = null;
    else if (failure.code === 'unauthorized' || failure.code === 'yume_signed_out')
      this.wrong =
        this.way === 'password'
          ? { password: t('yumeAccess.problem.yume_credentials') }
          : { access: t('yumeAccess.problem.yume_token_refused') };
    else this.failure = describeError(thrown, 'yume');
  }

  async readCompanies(): Promise<void> {
    this.companiesFailure = null;
    try {
      this.companies = await host.yumeListTenants(this.connection);
    } catch (thrown) {
      this.companiesFailure = describeError(thrown, 'yume');
    }
  }

  /** Null: the account's own. True when it was kept. */
  async choose(company: YumeCompany | null): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.failure = null;
    try {
      this.view = await host.chooseYumeCompany(this.connection, company);
      return true;
    } catch (thrown) {
      this.failure = describeError(thrown, 'yume');
      return false;
    } finally {
      this.busy = false;
    }
  }

  override leave(): void {
    super.leave();
    this.#empty();
  }

  async signOut(): Promise<YumeSignedOut> {
    const told = await host.yumeLogout(this.connection);
    this.#forget();
    await this.read();
    return told;
  }

  async disconnect(): Promise<YumeSignedOut> {
    const told = await host.disconnectYume(this.connection);
    this.#forget();
    this.take(null);
    return told;
  }

  #forget(): void {
    this.#empty();
    this.forgetCheck();
    [this.companies, this.companiesFailure] = [null, null];
  }
}
