import { useQuery } from '@tanstack/react-query';
import { InlineField } from '../../patterns/record/inline-field.tsx';
import { Side } from '../../patterns/record/record-page.tsx';
import { texts } from '../../texts.ts';
import { peopleQuery } from '../deals/queries.ts';
import { customFieldsQuery } from './queries.ts';

const t = texts.contacts;
interface CustomFieldsProps {
  entity: 'contact' | 'organization' | 'deal';
  values: Readonly<Record<string, unknown>>;
  from: (field: string) => string | undefined;
  onSave: (key: string, value: unknown) => Promise<unknown>;
}

/** The workspace's own fields of a record; none, and nothing is shown. */
export function CustomFields({ entity, values, from, onSave }: CustomFieldsProps) {
  const { data } = useQuery(customFieldsQuery);
  const { data: people } = useQuery(peopleQuery);
  const fields = data?.data.filter((field) => field.entity === entity) ?? [];
  if (fields.length === 0) return null;
  return (
    <Side title={t.ownFields}>
      {fields.map((field) => {
        const value = values[field.key];
        const text =
          value === null || value === undefined
            ? null
            : typeof value === 'object' && 'amount' in value
              ? `${value.amount} ${'currency' in value ? value.currency : ''}`
              : Array.isArray(value)
                ? value.join(', ')
                : String(value);
        const options =
          field.type === 'select'
            ? field.options.map((option) => ({ value: option, label: option }))
            : field.type === 'bool'
              ? [
                  { value: 'true', label: texts.records.filter.yes },
                  { value: 'false', label: texts.records.filter.no },
                ]
              : field.type === 'user'
                ? people?.data.map(({ id, name }) => ({ value: id, label: name }))
                : undefined;
        const kind = options
          ? 'select'
          : field.type === 'date'
            ? 'date'
            : field.type === 'number' || field.type === 'money'
              ? 'number'
              : field.type === 'url'
                ? 'url'
                : 'text';
        return (
          <InlineField
            key={field.key}
            label={field.label}
            value={text}
            kind={kind}
            {...(options ? { options } : {})}
            provenance={from(`customFields.${field.key}`)}
            onSave={(typed) => onSave(field.key, written(field.type, typed))}
          />
        );
      })}
    </Side>
  );
}

/** What was typed as the API takes it; what is none it refuses with a sentence. */
function written(type: string, typed: string | null): unknown {
  if (typed === null) return null;
  if (type === 'number') return Number(typed.replace(',', '.'));
  if (type === 'bool') return typed === 'true';
  if (type === 'multiselect') return typed.split(/\s*,\s*/);
  if (type === 'money') {
    const [amount = '', currency] = typed.split(/\s+/);
    return { amount: amount.replace(',', '.'), ...(currency ? { currency: currency.toUpperCase() } : {}) };
  }
  return typed;
}
