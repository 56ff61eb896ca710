using Reverie.Torch;
using Reverie.WorldModels.Tokenizers.Vq.Quantizers;

namespace Reverie.WorldModels.Tests.Tokenizers.Vq;

public sealed class EmaCodebookTests
{
    private const double Decay = 0.9, Epsilon = 0.01;

    private static readonly EmaOptions Options = new() { Decay = Decay, Epsilon = Epsilon, ReviveBelow = 0.2 };

    [Fact]
    public void Learn_TwoBatches_FollowTheWrittenOutAverages()
    {
        using var scope = new TensorScope();
        using var generator = new Generator(1);
        using var codebook = new EmaCodebook(3, 2, Options, 0.25, generator);
        // Three codes that are alive.
        double[] usage = [4, 2, 1];
        double[][] sums = [[4, 0], [0, 6], [-1, -1]];
        Set(codebook, usage, sums, [[1, 0], [0, 3], [-1, -1]]);
        double[][][] batches = [[[1.2, 0.1], [0.9, -0.3], [0.2, 2.5], [-1.5, -0.5]], [[0.8, 0], [0.1, 3.5], [0, 2.9]]];
        foreach (double[][] batch in batches)
        {
            double[][] codes = Rows(codebook.Codes, 2);
            var vectors = Matrix(batch);
            codebook.Learn(vectors, codebook.Nearest(vectors));
            double[] counts = new double[3];
            double[][] added = [[0, 0], [0, 0], [0, 0]];
            foreach (double[] vector in batch)
            {
                int nearest = Enumerable.Range(0, 3).MinBy(i => Distance(codes[i], vector));
                counts[nearest]++;
                for (int d = 0; d < 2; d++)
                    added[nearest][d] += vector[d];
            }
            for (int i = 0; i < 3; i++)
            {
                usage[i] = (Decay * usage[i]) + ((1 - Decay) * counts[i]);
                for (int d = 0; d < 2; d++)
                    sums[i][d] = (Decay * sums[i][d]) + ((1 - Decay) * added[i][d]);
            }
            double total = usage.Sum();
            for (int i = 0; i < 3; i++)
            {
                double smoothed = (usage[i] + Epsilon) / (total + (3 * Epsilon)) * total;
                Assert.Equal(usage[i], codebook.Usage.ToArray<float>()[i], 1e-5);
                for (int d = 0; d < 2; d++)
                    Assert.Equal(sums[i][d] / smoothed, Rows(codebook.Codes, 2)[i][d], 1e-5);
            }
        }
    }

    [Fact]
    public void Learn_DeadCodes_AreRevivedAtVectorsAndLiveOnesStay()
    {
        using var scope = new TensorScope();
        using var generator = new Generator(2);
        using var codebook = new EmaCodebook(4, 2, Options with { Epsilon = 0 }, 1, generator);
        // After this batch the last two are below 0.2; the first is not, though it meets nothing either.
        Set(codebook, [0.3, 1, 0.21, 0.0], [[0.3, 0.3], [5, 5], [0, 0.21], [0, 0]], [[1, 1], [5, 5], [0, 1], [9, 9]]);
        var vectors = Matrix([[5, 5], [5.5, 5], [6, 5]]);
        codebook.Learn(vectors, codebook.Nearest(vectors));
        double[][] codes = Rows(codebook.Codes, 2);
        Assert.Equal([1, 1], codes[0], (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.InRange(codes[1][0], 5, 5.5); // its average moved
        Assert.All(codes[2..], code => Assert.Contains(code[0], (double[])[5, 5.5, 6]));
        Assert.NotEqual(codes[2], codes[3]); // different vectors
        float[] usage = codebook.Usage.ToArray<float>();
        Assert.Equal([0.27f, 1.2f, 1f, 1f], usage, (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(codes[2], Rows(codebook.Sums, 2)[2]);
    }

    [Fact]
    public void Learn_FirstBatch_PutsCodesWhereVectorsAre()
    {
        using var scope = new TensorScope();
        using var generator = new Generator(3);
        using var codebook = new EmaCodebook(8, 2, Options with { ReviveBelow = 0 }, 1, generator);
        var vectors = Tensor.Randn([20, 2], generator) + 10;
        codebook.Learn(vectors, codebook.Nearest(vectors));
        // All but the one that all vectors were nearest to.
        Assert.Equal(8, codebook.Nearest(vectors).ToArray<long>().Distinct().Count());
        Assert.All(Rows(codebook.Codes, 2), code => Assert.True(code[0] > 5));
    }

    [Fact]
    public void Learn_SameDraws_IsTheSameAfterARoundTrip()
    {
        using var scope = new TensorScope();
        using var generator = new Generator(4);
        using var one = new EmaCodebook(16, 4, Options, 1, generator);
        using var other = new EmaCodebook(16, 4, Options, 1, generator);
        Learn(one, 1);
        other.LoadStateDict(one.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor));
        Learn(one, 2);
        Learn(other, 2);
        Assert.Equal(["weight", "usage", "sums"], one.StateDict().Select(entry => entry.Name));
        Assert.Empty(one.Parameters());
        Assert.All(one.StateDict().Zip(other.StateDict()), pair => Assert.Equal(pair.First.Tensor.ToBytes(), pair.Second.Tensor.ToBytes()));

        static void Learn(EmaCodebook codebook, ulong seed)
        {
            using var draws = new Generator(seed);
            var vectors = Tensor.Randn([30, 4], draws);
            TorchRuntime.ManualSeed(seed);
            codebook.Learn(vectors, codebook.Nearest(vectors));
        }
    }

    private static void Set(EmaCodebook codebook, double[] usage, double[][] sums, double[][] codes)
    {
        using var noGrad = new NoGrad();
        codebook.Usage.CopyFrom(Tensor.From([.. usage.Select(value => (float)value)], usage.Length));
        codebook.Sums.CopyFrom(Matrix(sums));
        codebook.Codes.CopyFrom(Matrix(codes));
    }

    private static Tensor Matrix(double[][] rows) => Tensor.From([.. rows.SelectMany(row => row.Select(value => (float)value))], rows.Length, rows[0].Length);

    private static double[][] Rows(Tensor matrix, int width) => [.. matrix.ToArray<float>().Select(value => (double)value).Chunk(width)];

    private static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => (x - y) * (x - y)).Sum();
}
