// The dictionaries that the card chooses from, remembered per park while the program runs. Models are searched by the
// service; where its search fails, the whole list is read once and searched here.
import { host, remember, type ApplicationField, type DictionaryItem } from '$host';
import { matches } from '$shared/layout';

type Load = (park: string) => Promise<DictionaryItem[]>;
const kept =
  (name: string, load: Load): Load =>
  (park) =>
    remember(`${park}/${name}`, () => load(park));

export const dictionaryOf: Partial<Record<ApplicationField, Load>> = {
  profession: kept('professions', (park) => host.jumpDictAutoregProfessions(park, false)),
  delivery_type: kept('deliveryTypes', (park) => host.jumpDictAutoregDeliveryTypes(park, false)),
  integrations: kept('integrations', (park) => host.jumpDictIntegrations(park, false)),
  license_country: kept('countries', (park) => host.jumpDictAutoregCountries(park, false)),
  car_color: kept('colors', (park) => host.jumpDictAutoregColors(park, false)),
};

const allModels = kept('models', (park) => host.jumpDictAutoregModels(park, false));

export interface FoundModels {
  items: DictionaryItem[];
  /** The service's search failed: these are from the whole list. */
  fromList: boolean;
}

/** Models whose name has `text` in it.
 *  @throws what reading the whole list threw, when the search had failed as well */
export async function searchModels(park: string, text: string): Promise<FoundModels> {
  try {
    return { items: await host.jumpDictAutoregModelsSearch(park, text), fromList: false };
  } catch {
    const items = await allModels(park);
    return { items: items.filter((item) => matches(item.title, text)), fromList: true };
  }
}
