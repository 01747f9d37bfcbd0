// What the pages do beyond what they are: pictures, the slider through time, copy buttons. Without it, all is readable.
'use strict';

// A colour of the style, as the canvas understands it.
const colour = name => {
    const probe = document.createElement('span');
    probe.style.color = `var(${name})`;
    document.body.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
};

const WEEKDAYS = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

function words(value, unit) {
    if (value === null || value === undefined) return '–';
    switch (unit) {
        case 'milliseconds': {
            const minutes = Math.round(value / 60000);
            return minutes < 60 ? minutes + ' min' : Math.floor(minutes / 60).toLocaleString('en') + ' h ' + minutes % 60 + ' min';
        }
        case 'ratio': return (value * 100).toFixed(1) + ' %';
        case 'percent': return value.toFixed(1) + ' %';
        case 'weekday': return WEEKDAYS[value];
        case 'hour': return String(value).padStart(2, '0');
        case 'count': return value.toLocaleString('en');
        default: return String(value);
    }
}

// The option of ECharts for an answer. One function for each kind of picture that a question's header may name.
const PICTURES = {
    'bars': (a, p) => axes(a, p, 'bar'),
    'line': (a, p) => axes(a, p, 'line'),
    'area': (a, p) => axes(a, p, 'line', { areaStyle: { opacity: .25 } }),
    'stacked': (a, p) => axes(a, p, 'bar', { stack: 'all' }),
    'scatter': (a, p) => axes(a, p, 'scatter'),
    'bump': (a, p) => {
        const option = axes(a, p, 'line', { smooth: true, symbolSize: 6, connectNulls: false });
        Object.assign(option.yAxis, { inverse: true, min: 1, minInterval: 1 });
        return option;
    },
    'radar': (a, p) => ({
        radar: { indicator: a.rows.map(row => ({ name: words(row[p.x], a.unit(p.x)) })) },
        series: [{ type: 'radar', data: p.y.map(y => ({ name: a.label(y), value: a.rows.map(row => row[y]) })) }]
    }),
    'heat-calendar': (a, p) => {
        const y = p.y[0];
        const days = a.rows.map(row => [row[p.x], row[y]]);
        return {
            tooltip: { formatter: one => one.value[0] + ': ' + words(one.value[1], a.unit(y)) + ' ' + a.label(y).toLowerCase() },
            visualMap: heat(days.map(day => day[1])),
            calendar: {
                range: [days[0][0], days[days.length - 1][0]], cellSize: ['auto', 14], left: 40, right: 10, top: 24, bottom: 8,
                itemStyle: { color: 'transparent', borderColor: p.ink.line }, splitLine: { show: false },
                dayLabel: { firstDay: 1, color: p.ink.quiet, nameMap: 'en' }, monthLabel: { color: p.ink.quiet, nameMap: p.narrow ? [...'JFMAMJJASOND'] : 'EN' }, yearLabel: { show: false }
            },
            series: [{ type: 'heatmap', coordinateSystem: 'calendar', data: days }]
        };
    },
    'heat-week': (a, p) => {
        const y = p.y[0];
        const cells = a.rows.map(row => [row[p.x], row[p.series] - 1, row[y]]);
        return {
            tooltip: { formatter: one => WEEKDAYS[one.value[1] + 1] + ', ' + one.value[0] + ' h: ' + words(one.value[2], a.unit(y)) },
            grid: { left: 84, right: 12, top: 8, bottom: 28 },
            visualMap: heat(cells.map(cell => cell[2])),
            xAxis: { type: 'category', data: [...Array(24).keys()], axisLabel: { color: p.ink.quiet }, axisLine: { show: false }, axisTick: { show: false } },
            yAxis: { type: 'category', inverse: true, data: WEEKDAYS.slice(1), axisLabel: { color: p.ink.quiet }, axisLine: { show: false }, axisTick: { show: false } },
            series: [{ type: 'heatmap', data: cells, itemStyle: { borderColor: p.ink.card, borderWidth: 2, borderRadius: 3 } }]
        };
    }
};

function heat(values) {
    return { show: false, min: 0, max: Math.max(1, ...values), inRange: { color: [colour('--accent-soft'), colour('--accent')] } };
}

// What goes round has all of its places, those without a row as well.
const EVERY = { hour: [...Array(24).keys()], weekday: [1, 2, 3, 4, 5, 6, 7] };

function axes(a, p, type, more = {}) {
    const keys = EVERY[a.unit(p.x)] ?? [...new Set(a.rows.map(row => row[p.x]))];
    const placed = (rows, y) => {
        const found = new Map(rows.map(row => [row[p.x], row[y]]));
        return keys.map(key => found.get(key) ?? null);
    };
    const unit = a.unit(p.y[0]);
    let series;
    if (p.series) {
        const names = [...new Set(a.rows.map(row => row[p.series]))];
        series = names.map(name => ({
            name: p.names[name] ?? words(name, a.unit(p.series)),
            type,
            data: placed(a.rows.filter(row => row[p.series] === name), p.y[0]),
            ...more
        }));
    } else {
        // One axis has one unit: a column of another is left to the rows.
        series = p.y.filter(y => a.unit(y) === unit).map(y => ({ name: a.label(y), type, data: placed(a.rows, y), ...more }));
    }
    const share = unit === 'milliseconds' ? value => Math.round(value / 3600000).toLocaleString('en') + ' h' : value => words(value, unit);
    return {
        tooltip: { trigger: 'axis', valueFormatter: value => words(value, unit) },
        legend: series.length > 1 ? { type: 'scroll', top: 0, textStyle: { color: p.ink.text } } : undefined,
        grid: { left: 8, right: 12, top: series.length > 1 ? 36 : 16, bottom: 8, outerBoundsMode: 'same', containLabel: true },
        xAxis: { type: 'category', data: keys.map(key => words(key, a.unit(p.x))), axisLabel: { color: p.ink.quiet, alignMaxLabel: 'right' }, axisLine: { lineStyle: { color: p.ink.line } } },
        yAxis: { type: 'value', axisLabel: { color: p.ink.quiet, formatter: share }, splitLine: { lineStyle: { color: p.ink.line } } },
        series
    };
}

function draw(element) {
    const raw = JSON.parse(element.dataset.answer);
    const column = name => raw.columns.find(one => one.name === name) ?? {};
    const a = { rows: raw.rows, unit: name => column(name).unit, label: name => column(name).label ?? name };
    const ink = { text: colour('--ink'), quiet: colour('--quiet'), line: colour('--line'), card: colour('--card') };
    const p = { x: element.dataset.x, y: element.dataset.y.split(' '), series: element.dataset.series, names: JSON.parse(element.dataset.names || '{}'), ink, narrow: element.clientWidth < 600 };
    const option = PICTURES[element.dataset.kind](a, p);
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    option.tooltip = { renderMode: 'richText', ...option.tooltip };
    option.animation = !still && !document.documentElement.dataset.still;
    option.color ??= [colour('--accent'), '#d08b2c', '#5b7fd1', '#b0567c', '#7a8b3a', '#8a6fd1'];
    option.textStyle = { fontFamily: 'system-ui, "DejaVu Sans", sans-serif' };
    const chart = echarts.getInstanceByDom(element) ?? echarts.init(element);
    chart.setOption(option, true);
    return chart;
}

const pictures = () => document.querySelectorAll('.picture[data-answer]').forEach(draw);

function time() {
    const slider = document.getElementById('slider');
    const day = document.getElementById('as-of');
    const play = document.getElementById('play');
    if (!slider || !day) return;
    const form = day.form;
    const onDay = days => new Date(Date.parse(slider.dataset.first) + days * 86400000).toISOString().slice(0, 10);
    slider.hidden = slider.max === '0';
    slider.addEventListener('input', () => { day.value = onDay(+slider.value); });
    slider.addEventListener('change', () => form.requestSubmit());
    day.addEventListener('keydown', event => { if (event.key === 'Enter') form.requestSubmit(); });

    // Playing: a month each time, until today or until someone stops it.
    play.hidden = slider.max === '0';
    const playing = sessionStorage.getItem('playing') === 'yes';
    play.textContent = playing ? 'Stop' : 'Play';
    let next;
    if (playing && +slider.value < +slider.max) {
        next = setTimeout(() => {
            slider.value = Math.min(+slider.max, +slider.value + 30);
            day.value = onDay(+slider.value);
            form.requestSubmit();
        }, 1500);
    } else {
        sessionStorage.removeItem('playing');
        play.textContent = 'Play';
    }
    play.addEventListener('click', () => {
        if (sessionStorage.getItem('playing') === 'yes') {
            sessionStorage.removeItem('playing');
            clearTimeout(next);
            play.textContent = 'Play';
        } else {
            sessionStorage.setItem('playing', 'yes');
            if (slider.value === slider.max) { slider.value = 0; day.value = onDay(0); }
            form.requestSubmit();
        }
    });
}

function copies() {
    document.querySelectorAll('button[data-copies]').forEach(button => {
        button.hidden = !navigator.clipboard;
        button.addEventListener('click', async () => {
            await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
            button.textContent = 'Copied';
        });
    });
}

// A page that waits for what is done in another is made anew when its reader comes back to it.
function waits() {
    if (document.querySelector('[data-waits]')) addEventListener('focus', () => location.reload());
}

// Files that are dropped on the page are sent one after another; how far each is, the server tells.
function intake() {
    const zone = document.getElementById('drop');
    if (!zone) return;
    const list = document.getElementById('arrivals');
    const choice = document.getElementById('files');
    const lines = new Map();
    zone.hidden = false;

    const line = (key, name) => {
        if (!lines.has(key)) {
            const item = document.createElement('li');
            const title = document.createElement('strong');
            title.textContent = name;
            const bar = document.createElement('progress');
            bar.max = 1;
            bar.setAttribute('aria-label', name);
            const text = document.createElement('span');
            item.append(title, bar, text);
            list.prepend(item);
            lines.set(key, { item, bar, text });
        }
        return lines.get(key);
    };
    const show = file => {
        const { item, bar, text } = line(file.number, file.name);
        item.dataset.state = file.state;
        bar.hidden = file.state === 'done' || file.state === 'failed';
        if (file.state === 'waiting' || file.share === 0) bar.removeAttribute('value'); else bar.value = file.share;
        text.textContent = file.sentence;
        if (file.import !== null && !item.querySelector('a')) {
            const report = document.createElement('a');
            report.href = zone.dataset.report + file.import;
            report.textContent = 'What became of every row';
            item.append(report);
        }
    };
    let watching = false;
    const watch = async () => {
        const files = (await (await fetch(zone.dataset.from)).json()).files;
        files.reverse().forEach(show);
        watching = files.some(file => file.state === 'waiting' || file.state === 'reading');
        if (watching) setTimeout(watch, 400);
    };
    const send = file => new Promise(done => {
        const { item, bar, text } = line('sending ' + file.name, file.name);
        const request = new XMLHttpRequest();
        request.open('POST', zone.dataset.to + '?name=' + encodeURIComponent(file.name));
        request.setRequestHeader('X-CSRF-Token', document.querySelector('meta[name=csrf]').content);
        request.setRequestHeader('Content-Type', 'application/octet-stream');
        request.upload.onprogress = event => {
            bar.value = event.total ? event.loaded / event.total : 0;
            text.textContent = 'is sent to the server';
        };
        const failed = sentence => {
            item.dataset.state = 'failed';
            bar.hidden = true;
            text.textContent = sentence;
            done();
        };
        request.onerror = () => failed('The server did not take it: is it still running? Nothing was changed.');
        request.onload = () => {
            let answer;
            try { answer = JSON.parse(request.responseText); } catch { answer = {}; }
            if (request.status !== 202) {
                const error = answer.error ?? {};
                failed((error.message ?? 'The server did not take it') + '. ' + (error.fix ?? ''));
                return;
            }
            item.remove();
            lines.delete('sending ' + file.name);
            show(answer);
            if (!watching) watch();
            done();
        };
        request.send(file);
    });
    const sendAll = async files => { for (const file of files) await send(file); };
    choice.addEventListener('change', async () => { await sendAll([...choice.files]); choice.value = ''; });
    // The whole page is the place to drop on.
    addEventListener('dragover', event => { event.preventDefault(); zone.classList.add('over'); });
    addEventListener('dragleave', () => zone.classList.remove('over'));
    addEventListener('drop', event => {
        event.preventDefault();
        zone.classList.remove('over');
        sendAll([...event.dataTransfer.files]);
    });
    watch();
}

pictures();
time();
copies();
waits();
intake();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', pictures);
addEventListener('resize', () => document.querySelectorAll('.picture').forEach(element => echarts.getInstanceByDom(element)?.resize()));
