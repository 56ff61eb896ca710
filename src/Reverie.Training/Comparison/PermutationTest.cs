using Reverie.Training.Randomness;

namespace Reverie.Training.Comparison;

/// <summary>
/// The permutation test of a difference of means (Fisher, Pitman): how often arrangements that give the runs' labels anew differ at least
/// as much. Labels move within a task only. All arrangements are tried where there are few, else some are drawn.
/// </summary>
public static class PermutationTest
{
    private const double Rounding = 1e-12;
    private const int Most = 20_000;

    /// <summary>The p-value of the mean over tasks of the difference of means, x - y.</summary>
    /// <param name="x">Scores of one method.</param>
    /// <param name="y">Scores of the other on the same tasks.</param>
    /// <param name="random">Draws arrangements where there are more than 20,000.</param>
    /// <param name="alternative">What is held against the methods being alike; two-sided counts absolute differences.</param>
    /// <exception cref="ArgumentException">They have different tasks.</exception>
    public static double PValue(Scores x, Scores y, IRandomSource random, Alternative alternative = Alternative.TwoSided)
    {
        if (x.ByTask.Count != y.ByTask.Count)
            throw new ArgumentException($"Methods are compared on the same tasks, and these have {x.ByTask.Count} and {y.ByTask.Count}.", nameof(y));
        var tasks = x.ByTask.Zip(y.ByTask, (a, b) => new Pool(a, b)).ToList();
        double observed = tasks.Sum(task => task.Observed);
        if (tasks.Aggregate(1.0, (product, task) => product * task.Arrangements) > Most)
        {
            int extreme = Enumerable.Range(0, Most).Count(_ => IsExtreme(tasks.Sum(task => task.Shuffled(random))));
            // The observed arrangement is one of those that are possible.
            return (extreme + 1.0) / (Most + 1);
        }
        IEnumerable<double> sums = [0];
        foreach (var task in tasks)
        {
            double[] differences = [.. task.All()];
            sums = sums.SelectMany(sum => differences.Select(difference => sum + difference));
        }
        double[] all = [.. sums];
        return all.Count(IsExtreme) / (double)all.Length;

        bool IsExtreme(double sum) => alternative switch
        {
            Alternative.Less => sum <= observed + Rounding,
            Alternative.Greater => sum >= observed - Rounding,
            _ => Math.Abs(sum) >= Math.Abs(observed) - Rounding,
        };
    }

    /// <summary>The runs of both methods on one task.</summary>
    private sealed class Pool(double[] x, double[] y)
    {
        private readonly double[] _values = [.. x, .. y];
        private readonly double _total = x.Sum() + y.Sum();

        public double Observed => Difference(x.Sum());

        public double Arrangements
        {
            get
            {
                double count = 1;
                for (int i = 1; i <= x.Length; i++)
                    count = count * (y.Length + i) / i;
                return Math.Round(count);
            }
        }

        public IEnumerable<double> All() => Sums(0, x.Length).Select(Difference);

        public double Shuffled(IRandomSource random)
        {
            double sum = 0;
            for (int i = 0; i < x.Length; i++)
            {
                int other = i + random.NextInt(_values.Length - i);
                (_values[i], _values[other]) = (_values[other], _values[i]);
                sum += _values[i];
            }
            return Difference(sum);
        }

        private double Difference(double sumOfX) => (sumOfX / x.Length) - ((_total - sumOfX) / y.Length);

        private IEnumerable<double> Sums(int start, int count)
        {
            if (count == 0)
                return [0];
            return Enumerable.Range(start, _values.Length - start - count + 1).SelectMany(first => Sums(first + 1, count - 1).Select(rest => _values[first] + rest));
        }
    }
}
