'use strict';
(() => {
  const root = document.documentElement;
  const read = id => JSON.parse(document.getElementById(id).textContent);
  const views = {};
  const darkWished = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme ?? (darkWished.matches ? 'dark' : 'light')) === 'dark';
  const stepped = () => Object.values(views).filter(view => view.getState().signals.step !== undefined);

  function look(width) {
    const style = getComputedStyle(root);
    const [text, grid, back] = ['--fg', '--line', '--bg'].map(name => style.getPropertyValue(name).trim());
    return {
      background: back, font: 'system-ui, sans-serif', text: { color: text }, title: { color: text }, view: { stroke: grid },
      axis: { labelColor: text, titleColor: text, gridColor: grid, domainColor: text, tickColor: text, labelLimit: 140, labelSeparation: 8, labelFontSize: 11, titleFontSize: 12 },
      axisX: { titleLimit: Math.max(100, width - 60), tickCount: Math.max(3, Math.ceil(width / 90)) }, axisY: { titleLimit: 300, tickCount: 8 },
      point: { color: text },
      legend: { labelColor: text, titleColor: text, labelLimit: 200, columns: Math.max(2, Math.floor((width - 60) / 68)) }
    };
  }

  // the names in a tooltip come coded, see Vega.Tip
  const plain = text => String(text).replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`);
  const nameOf = key => key.slice(key.lastIndexOf('_') + 1).replace(/[0-9a-f]{4}/g, unit => String.fromCharCode(parseInt(unit, 16)));
  const tooltip = value => `<table>${Object.entries(value).map(([key, one]) => `<tr><td class="key">${plain(nameOf(key))}</td><td class="value">${plain(one)}</td></tr>`).join('')}</table>`;

  // column by column in the file, row by row for the charts
  let rows;
  function rowsOfPage() {
    if (!rows) {
      const columns = Object.entries(read('rows'));
      rows = columns[0][1].map((_, i) => Object.fromEntries([['i', i], ...columns.map(([name, values]) => [name, values[i]])]));
    }
    return rows;
  }

  // the cells of a grid share the width that the page has, as long as they can be told apart
  function sized(spec, width) {
    if (spec.concat) {
      const size = Math.max(64, Math.floor((width - 40) / spec.columns) - 7);
      for (const cell of spec.concat) {
        cell.width = size;
        cell.height = size;
        for (const { mark } of cell.layer) { if (mark.type === 'text') { mark.limit = size - 6; } }
      }
    }
    return spec;
  }

  function specification(place) {
    const text = document.getElementById('chart-' + place.dataset.chart).textContent;
    const spec = sized(JSON.parse(text), widthOf(place));
    const shown = document.querySelector(`[data-shown="${place.closest('figure').id}"]`);
    if (shown) { spec.params.find(one => one.name === 'show').value = shown.value; }
    if (text.includes('"name":"rows"')) { spec.datasets = { ...spec.datasets, rows: rowsOfPage() }; }
    return spec;
  }

  // beside the menu
  const widthOf = place => place.clientWidth - 38;

  async function draw(place) {
    const figure = place.closest('figure').id;
    const before = views[figure];
    const { view } = await vegaEmbed(place, specification(place), {
      renderer: 'svg', config: look(widthOf(place)), downloadFileName: 'mixtura-' + figure, tooltip: { theme: isDark() ? 'dark' : 'light', formatTooltip: tooltip },
      actions: { export: { svg: true, png: true }, source: false, compiled: false, editor: false }
    });
    before?.finalize();
    views[figure] = view;
    place.querySelector('summary').setAttribute('aria-label', 'Save the picture: ' + figure);
    for (const link of place.querySelectorAll('.vega-actions a')) { saveOnClick(link, view); }
  }

  // one picture that fails takes no other with it
  async function drawOrSay(place) {
    try {
      await draw(place);
    } catch (failure) {
      console.error(failure);
      place.textContent = 'This picture could not be drawn: ' + failure.message;
    }
  }

  // the menu's links learn what to save from the mouse's button, too late for a quick click, and a keyboard has none
  function saveOnClick(link, view) {
    link.addEventListener('click', async event => {
      event.preventDefault();
      const save = document.createElement('a');
      save.download = link.download;
      save.href = link.download.endsWith('.svg')
        ? 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(await view.toSVG())
        : await view.toImageURL('png', 2);
      save.click();
    });
  }

  let drawing = Promise.resolve();
  function drawAll() {
    drawing = drawing.then(async () => {
      delete root.dataset.ready;
      for (const place of document.querySelectorAll('[data-chart]')) { await drawOrSay(place); }
      await show();
      root.dataset.ready = String(Object.keys(views).length);
    });
    return drawing;
  }

  async function show() {
    const slider = document.getElementById('step');
    if (!slider) { return; }
    const at = Number(slider.value);
    const [iteration, bound] = (show.steps ??= read('steps'))[at];
    const told = `${iteration}${bound === null ? '' : `: bound ${bound.toLocaleString('en-US', { minimumFractionDigits: 4, maximumFractionDigits: 4 })} nats`}`;
    document.getElementById('at').textContent = told;
    slider.setAttribute('aria-valuetext', 'iteration ' + told);
    await Promise.all(stepped().map(view => view.signal('step', at).runAsync()));
  }

  function play() {
    const slider = document.getElementById('step');
    const button = document.getElementById('play');
    let timer = 0;
    const stop = () => { clearInterval(timer); timer = 0; button.textContent = 'Play'; };
    slider.addEventListener('input', show);
    button.addEventListener('click', () => {
      if (timer) { stop(); return; }
      if (slider.value === slider.max) { slider.value = 0; }
      button.textContent = 'Pause';
      show();
      timer = setInterval(() => {
        slider.value = Number(slider.value) + 1;
        show();
        if (slider.value === slider.max) { stop(); }
      }, 150);
    });
  }

  // as dragging and the wheel do: a factor about the middle, and steps of a tenth of what is seen
  function move(view, by, right, up) {
    const steps = { x: right, y: up };
    for (const { field, channel } of view.signal('view_tuple_fields')) {
      const [low, high] = view.scale(channel).domain();
      const middle = (low + high) / 2 + steps[channel] * (high - low) / 10;
      const half = by * (high - low) / 2;
      view.signal('view_' + field, by === 0 ? null : [middle - half, middle + half]);
    }
    view.runAsync();
  }

  function zoom() {
    for (const button of document.querySelectorAll('[data-zoom]')) {
      button.addEventListener('click', () => move(views[button.closest('figure').id], Number(button.dataset.zoom), 0, 0));
    }
    const keys = { ArrowLeft: [1, -1, 0], ArrowRight: [1, 1, 0], ArrowUp: [1, 0, 1], ArrowDown: [1, 0, -1], '+': [0.8, 0, 0], '-': [1.25, 0, 0], '0': [0, 0, 0] };
    for (const picture of document.querySelectorAll('#scatter .chart, #projection .chart')) {
      for (const [name, value] of [['tabindex', '0'], ['role', 'group'], ['aria-label', 'Picture: arrow keys move it, plus and minus zoom, 0 shows it whole']]) {
        picture.setAttribute(name, value);
      }
      picture.addEventListener('keydown', event => {
        if (event.key in keys && !event.target.closest('details')) {
          event.preventDefault();
          move(views[picture.closest('figure').id], ...keys[event.key]);
        }
      });
    }
  }

  // another plane in the same picture, or other colours for its rows
  function choose() {
    for (const choice of document.querySelectorAll('[data-planes]')) {
      choice.addEventListener('change', () => {
        const place = document.querySelector(`#${choice.dataset.planes} .chart`);
        place.dataset.chart = choice.value;
        drawing = drawing.then(() => drawOrSay(place));
      });
    }
    for (const choice of document.querySelectorAll('[data-shown]')) {
      choice.addEventListener('change', () => views[choice.dataset.shown]?.signal('show', choice.value).runAsync());
    }
  }

  function theme() {
    const button = document.getElementById('theme');
    const name = () => { button.textContent = isDark() ? 'Light' : 'Dark'; };
    button.hidden = false;
    name();
    button.addEventListener('click', () => { root.dataset.theme = isDark() ? 'light' : 'dark'; name(); drawAll(); });
    darkWished.addEventListener('change', () => { name(); drawAll(); });
  }

  // single charts follow the width by themselves
  function followWidth() {
    const place = [...document.querySelectorAll('[data-chart]')].find(one => read('chart-' + one.dataset.chart).concat);
    let width = place?.clientWidth;
    let timer = 0;
    window.addEventListener('resize', () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (place && place.clientWidth !== width) {
          width = place.clientWidth;
          drawing = drawing.then(() => drawOrSay(place));
        }
      }, 150);
    });
  }

  if (typeof vegaEmbed === 'undefined') {
    root.dataset.ready = '0';
    return;
  }

  theme();
  zoom();
  choose();
  followWidth();
  if (document.getElementById('step')) { play(); }
  drawAll();
})();
