// What a browser makes of a page (tests/integration/page_browser.sh): put at its
// end, it leaves a list of "word: what" in the place of the page.
const said = [];
const say = (word, what) => said.push(word + ': ' + what);

// --- colours, as they are drawn ---
const rgba = text => {
	const n = text.match(/[\d.]+/g).map(Number);
	return n.length === 3 ? [...n, 1] : n;
};
const light = c => {
	const part = c.slice(0, 3).map(v => {
		v /= 255;
		return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
};
const ratio = (a, b) => {
	const [dark, bright] = [light(a), light(b)].sort((x, y) => x - y);
	return (bright + 0.05) / (dark + 0.05);
};
const behind = e => {
	for (; e; e = e.parentElement) {
		const c = rgba(getComputedStyle(e).backgroundColor);
		if (c[3] === 1)
			return c;
	}
	return [255, 255, 255, 1];
};
let least = 99, texts = 0;
for (const e of document.body.querySelectorAll('*')) {
	const own = [...e.childNodes].some(
		n => n.nodeType === 3 && n.data.trim() !== '');
	if (!own || e.tagName === 'SCRIPT')
		continue;
	const r = ratio(rgba(getComputedStyle(e).color), behind(e));
	texts++;
	least = Math.min(least, r);
	if (r < 4.5)
		say('pale', e.tagName + ' ' + r.toFixed(2) + ' ' + e.textContent);
}
say('texts', texts);
say('contrast', least.toFixed(2));
say('dark', matchMedia('(prefers-color-scheme: dark)').matches &&
	light(behind(document.body)) < 0.1);

// --- the width ---
say('width', innerWidth);
for (const e of document.body.querySelectorAll('*')) {
	const box = e.getBoundingClientRect();
	if (box.right > document.documentElement.clientWidth + 0.5)
		say('wide', e.tagName + ' ' + box.right);
}
say('scrolls', document.documentElement.scrollWidth > innerWidth);

// --- the links ---
for (const a of document.querySelectorAll('a')) {
	const to = a.getAttribute('href'), box = a.getBoundingClientRect();
	if (to[0] === '#' && !document.getElementById(to.slice(1)))
		say('leads nowhere', to);
	if (to[0] !== '#')
		say('link', to);
	if (a.matches('nav a, .get, .tongue') && box.height < 24)
		say('small', to + ' ' + box.height);
	if (a.textContent.trim() === '')
		say('no name', to);
}

// --- for those who hear it ---
say('lang', document.documentElement.lang);
say('title', document.title);
const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
if (new Set(ids).size !== ids.length)
	say('twice', 'an id');
for (const one of ['h1', 'main', 'header', 'footer', 'nav[aria-label]'])
	if (document.querySelectorAll(one).length !== 1)
		say('not one', one);
for (const s of document.querySelectorAll('section')) {
	const title = document.getElementById(s.getAttribute('aria-labelledby'));
	if (!title || !s.contains(title))
		say('no title', s.id);
}
let level = 1;
for (const h of document.querySelectorAll('h1, h2, h3')) {
	if (Number(h.tagName[1]) > level + 1)
		say('jumps', h.textContent);
	level = Number(h.tagName[1]);
}
for (const g of document.querySelectorAll('svg'))
	if (g.getAttribute('role') !== 'img' || !g.getAttribute('aria-label'))
		say('no words', 'svg');
for (const c of document.querySelectorAll('thead th, tbody th'))
	if (!c.scope)
		say('no scope', c.textContent);

// --- what must not be there; this script is the only one ---
say('scripts', document.scripts.length - 1);
for (const e of document.querySelectorAll('*')) {
	if (['IMG', 'IFRAME', 'OBJECT', 'FORM', 'BASE'].includes(e.tagName))
		say('foreign', e.tagName);
	for (const a of e.attributes)
		if (a.name.startsWith('on') || a.name === 'style')
			say('foreign', e.tagName + ' ' + a.name);
}
say('loads', performance.getEntriesByType('resource').length);

document.documentElement.innerHTML = '<body><pre></pre></body>';
document.querySelector('pre').textContent =
	'\n' + said.map(s => 'probe ' + s.replace(/\s+/g, ' ')).join('\n') + '\n';
