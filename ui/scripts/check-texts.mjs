// Two checks on what users read: Cyrillic text stands in the catalogues only, and the Russian and English
// catalogues have the same keys, the same placeholders and the plural forms their language needs.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const i18n = join(root, 'src/shared/i18n');
const problems = [];

// Letters as data: keyboard layouts, number plates.
const alphabets = new Set(['src/shared/alphabets.ts']);

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.(ts|svelte|css)$/.test(entry.name)) yield path;
  }
}

for (const path of sources(join(root, 'src'))) {
  const name = relative(root, path).split(sep).join('/');
  const exempt =
    name.startsWith('src/shared/i18n/ru/') ||
    alphabets.has(name) ||
    name.endsWith('.test.ts') ||
    name.endsWith('Sample.svelte') ||
    name === 'src/host/bindings.ts';
  if (exempt) continue;
  readFileSync(path, 'utf8')
    .split('\n')
    .forEach((line, index) => {
      if (/[\u0400-\u04FF]/.test(line))
        problems.push(`${name}:${index + 1}: Cyrillic text outside the catalogues`);
    });
}

async function catalogue(language) {
  const folder = join(i18n, language);
  const parts = {};
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'index.ts')) {
    const { outputText } = ts.transpileModule(readFileSync(join(folder, file), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    const module = await import(`data:text/javascript;base64,${Buffer.from(outputText).toString('base64')}`);
    parts[file] = Object.assign({}, ...Object.values(module));
  }
  return parts;
}

const placeholders = (message) => {
  const texts = typeof message === 'string' ? [message] : Object.values(message);
  const names = texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
  return [...new Set(names)].sort().join(',');
};
const forms = { ru: ['one', 'few', 'many', 'other'], en: ['one', 'other'] };

function checkForms(language, where, message) {
  if (typeof message === 'string') return;
  for (const form of forms[language]) {
    if (!(form in message)) problems.push(`${where}: plural form «${form}» is missing`);
  }
}

const [ru, en] = [await catalogue('ru'), await catalogue('en')];
for (const file of new Set([...Object.keys(ru), ...Object.keys(en)])) {
  const [left, right] = [ru[file], en[file]];
  if (!left || !right) {
    problems.push(`${file}: stands in one language only`);
    continue;
  }
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const where = `${file} ${key}`;
    if (!(key in left)) problems.push(`${where}: absent from ru`);
    else if (!(key in right)) problems.push(`${where}: absent from en`);
    else {
      if (placeholders(left[key]) !== placeholders(right[key]))
        problems.push(`${where}: placeholders differ`);
      checkForms('ru', `ru/${where}`, left[key]);
      checkForms('en', `en/${where}`, right[key]);
    }
    if (key.split('.')[0] !== file.replace(/\.ts$/, ''))
      problems.push(`${where}: key must start with the file's name`);
  }
}

const seen = Object.values(ru).flatMap((part) => Object.values(part)).length;
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`texts: ${seen} messages in two languages agree`);
