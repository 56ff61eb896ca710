namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>How long a run plays and how long it learns.</summary>
internal sealed class Stopwatches(TimeProvider time)
{
    public Watch Environment { get; } = new(time);

    public Watch Learning { get; } = new(time);

    internal sealed class Watch(TimeProvider time)
    {
        private TimeSpan _elapsed;

        /// <summary>How often it was started since the rate was asked for.</summary>
        public long Count { get; private set; }

        /// <summary>Times until what is returned is disposed of.</summary>
        public Running Start() => new(this, time.GetTimestamp());

        /// <summary>Times a second since the last call.</summary>
        public double Rate()
        {
            double rate = Count / Math.Max(1e-9, _elapsed.TotalSeconds);
            (Count, _elapsed) = (0, TimeSpan.Zero);
            return rate;
        }

        private void Stop(long started)
        {
            _elapsed += time.GetElapsedTime(started);
            Count++;
        }

        internal readonly ref struct Running(Watch watch, long started)
        {
            public void Dispose() => watch.Stop(started);
        }
    }
}
