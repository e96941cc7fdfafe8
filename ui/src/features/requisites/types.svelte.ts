// The requisite types of a park with the form that each means. A form is confirmed by the user once per type.
import { host, type RequisiteForm, type RequisiteTypeView } from '$host';
import { SvelteMap } from 'svelte/reactivity';

const known = new SvelteMap<string, RequisiteTypeView[]>();

/** What is known by now; empty before the first answer. */
export const typesOf = (park: string): RequisiteTypeView[] => known.get(park) ?? [];

/** Reads the types anew. */
export async function readTypes(park: string): Promise<void> {
  known.set(park, await host.requisiteTypes(park));
}

/** The user says what a type means; Rust remembers it for this park. */
export async function confirmType(park: string, typeId: string, form: RequisiteForm): Promise<void> {
  await host.confirmRequisiteForm(park, typeId, form);
  known.set(
    park,
    typesOf(park).map((one) => (one.type_id === typeId ? { ...one, form, confirmed: true } : one)),
  );
}
