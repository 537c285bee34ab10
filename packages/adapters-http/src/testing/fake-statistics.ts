import { projectGrowth, type Figures, type Statistics, type TableSize } from '@portico/core/statistics';
import { errAsync, okAsync } from 'neverthrow';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const nothing: Figures = {
  attempts: 0,
  outcomes: {},
  successShare: null,
  medianMs: null,
  p95Ms: null,
  latencyMedianMs: null,
  latencyP95Ms: null,
};

/** A day at school: busy in the morning, quiet at night, and worse at `weaver-ofs`. */
const figuresAt = (at: number, index: number): Figures => {
  const hour = Math.floor(at / hourMs + 8) % 24;
  const done = hour < 7 ? 0 : Math.round((40 - Math.abs(10 - hour) * 2.5) * (3 - index) + hour);
  if (done <= 0) return nothing;
  const failed = index === 1 ? Math.round(done / 6) : Math.round(done / 90);
  return {
    attempts: done + failed + 3,
    outcomes: { done, failed, deferred: 3 },
    successShare: done / (done + failed),
    medianMs: 24 + index * 9,
    p95Ms: 120 + hour * 4,
    latencyMedianMs: 310 + index * 40,
    latencyP95Ms: 2_400 + hour * 90,
  };
};

const sizes = (to: number): readonly TableSize[] =>
  Array.from({ length: 9 }, (_, day) => to - (8 - day) * dayMs).flatMap((at, day) =>
    [
      ['attempt', 180_000, 31_000_000, 21_000],
      ['exchange', 176_000, 254_000_000, 21_000],
      ['mirror', 61_000, 22_000_000, 2_100],
      ['todo', 15_200, 9_400_000, 520],
      ['work', 240, 1_100_000, 0],
    ].map(([table = '', rows = 0, bytes = 0, growth = 0]): TableSize => ({
      at,
      table: String(table),
      rows: Number(rows) + day * Number(growth),
      bytes: Math.round(Number(bytes) * (1 + day / 12)),
    })),
  );

/** Statistics of literals; platforms by their codes. */
export const createFakeStatistics = (platforms: readonly string[], now: () => number): Statistics => ({
  show: (_tenant, { platform, from, to, step }) => {
    if (to <= from) return errAsync({ code: 'INVALID', pointer: '/to', message: 'must be after `from`' });
    const width = step === 'hour' ? hourMs : dayMs;
    const first = Math.floor(from / width) * width;
    const starts = Array.from({ length: Math.ceil((to - first) / width) }, (_, index) => first + index * width);
    return okAsync({
      from: first,
      to: (starts.at(-1) ?? first) + width,
      step,
      platforms: platforms.flatMap((code, index) =>
        platform !== null && platform !== code
          ? []
          : [
              {
                platform: code,
                periods: starts.map((at) => ({ at, ...(index === 3 ? nothing : figuresAt(at + 2 * hourMs, index)) })),
                total: index === 3 ? nothing : figuresAt(10 * hourMs, index),
              },
            ],
      ),
    });
  },
  causes: (_tenant, platform) =>
    okAsync(
      platform === 'weaver-ofs'
        ? [
            {
              outcome: 'failed',
              cause: '系统繁忙，请稍后再试',
              words: '系统繁忙，请稍后再试',
              count: 208,
              lastAt: now() - 60_000,
            },
            {
              outcome: 'refused',
              cause: '参数错误：receiver：#',
              words: '<script>alert(1)</script> 参数错误：receiver：T009',
              count: 4,
              lastAt: now() - hourMs,
            },
          ]
        : [],
    ),
  growth: () => okAsync(projectGrowth(sizes(now()))),
  tick: () => okAsync(undefined),
  maintain: () => okAsync(undefined),
});
