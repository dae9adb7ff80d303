import { inLocale } from '../content/words.ts'

/** Fields that many sources know and no form of this company may ask. */
const labels: Readonly<Record<string, Record<string, string>>> = {
  company: { en: 'Company', ru: 'Компания', fa: 'شرکت' },
  jobTitle: { en: 'Job title', ru: 'Должность', fa: 'سمت' },
  phone: { en: 'Phone', ru: 'Телефон', fa: 'تلفن' },
  country: { en: 'Country', ru: 'Страна', fa: 'کشور' },
  region: { en: 'Region', ru: 'Регион', fa: 'استان' },
  state: { en: 'State', ru: 'Штат', fa: 'ایالت' },
  city: { en: 'City', ru: 'Город', fa: 'شهر' },
  website: { en: 'Website', ru: 'Сайт', fa: 'وب‌سایت' },
  role: { en: 'Role', ru: 'Роль', fa: 'نقش' },
  industry: { en: 'Industry', ru: 'Отрасль', fa: 'صنعت' },
  companySize: { en: 'Company size', ru: 'Размер компании', fa: 'اندازهٔ شرکت' },
  employees: { en: 'Employees', ru: 'Сотрудников', fa: 'شمار کارکنان' },
  revenue: { en: 'Revenue', ru: 'Выручка', fa: 'درآمد' },
  budget: { en: 'Budget', ru: 'Бюджет', fa: 'بودجه' },
  software: { en: 'Software in use', ru: 'Чем пользуются', fa: 'نرم‌افزار کنونی' },
  problem: { en: 'Problem', ru: 'Задача', fa: 'مسئله' },
  product: { en: 'Product', ru: 'Продукт', fa: 'محصول' },
  interest: { en: 'Interest', ru: 'Интерес', fa: 'علاقه' },
  preferredFormat: { en: 'Preferred format', ru: 'Удобный формат', fa: 'قالب دلخواه' },
  message: { en: 'Message', ru: 'Сообщение', fa: 'پیام' },
}

/** What a field is called, in the reader's language; one that is not known by its id with spaces, `crmOwner` as `Crm owner`. */
export function fieldInWords(field: string, locale: string): string {
  if (Object.hasOwn(labels, field)) return inLocale(labels[field] as Record<string, string>, locale)
  const spaced = field
    .replace(/[-_]+/g, ' ')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .trim()
  return spaced === '' ? field : spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
