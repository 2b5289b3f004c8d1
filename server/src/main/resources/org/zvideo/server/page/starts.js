/** When jobs that wait will start, where it is known what those before them take. */
import { jobs, store } from './store.js';

/** What is left of a job in seconds; no number where nobody knows. */
function left(job) {
  if (job.state === 'pausing' || job.state === 'stopping') return 0;
  const { unit, secondsLeft } = job.progress ?? {};
  return (unit === 'frame' ? secondsLeft : undefined) ?? job.estimatedSeconds ?? NaN;
}

function about(seconds) {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return 'less than a minute';
  return `about ${minutes < 60 ? '' : `${Math.floor(minutes / 60)} h `}${minutes % 60} min`;
}

/** A text about the start of a job; empty where nothing is known. */
export function starts(job) {
  if (store.queue.paused || job.state !== 'queued') return '';
  const all = jobs();
  const before = all.filter((one, n) => ['running', 'pausing', 'stopping', 'adjusting'].includes(one.state) || (one.state === 'queued' && n < all.indexOf(job)));
  const seconds = before.reduce((sum, one) => sum + left(one), 0);
  return before.length && !Number.isNaN(seconds) ? `starts in ${about(seconds)}` : '';
}
