using System.Runtime.InteropServices;
using System.Text.Json;
using Reverie.Algorithms.Dreamer.Replay;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Randomness;
using Reverie.WorldModels.Latents;

namespace Reverie.Algorithms.Tests.Dreamer;

/// <summary>The replay against SheepRL's, and what no recording holds.</summary>
public sealed class SequenceReplayTests : IDisposable
{
    private static readonly ArraySpec Number = new("x", ElementType.Float32, [1], 0, 1e9);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Starts_OfManyRings_AreAsRecorded()
    {
        foreach (var recorded in Buffers("valid_starts"))
        {
            using var replay = Filled(Integer(recorded, "buffer_size"), [Integer(recorded, "steps_added")]);
            int length = Integer(recorded, "sequence_length");
            var ring = replay.Rings[0];
            Assert.Equal(Integer(recorded, "n_valid"), ring.Starts(length));
            int[] first = [.. recorded.GetProperty("first_stored_step_of_each").EnumerateArray().Select(step => step.GetInt32())];
            Assert.Equal(first, Enumerable.Range(0, ring.Starts(length)).Select(start => Value(replay, 0, ring.First(start, length))));
        }
    }

    [Fact]
    public void Starts_WhereNoSequenceFits_SaysSo()
    {
        foreach (var recorded in Buffers("errors"))
        {
            using var replay = Filled(Integer(recorded, "buffer_size"), [Integer(recorded, "steps_added")]);
            Assert.Throws<InvalidOperationException>(() => replay.Rings[0].Starts(Integer(recorded, "sequence_length")));
        }
    }

    [Fact]
    public void Gather_WithRecordedDraws_GivesTheRecordedSequences()
    {
        foreach (var recorded in Buffers("env_independent"))
        {
            using var scope = new TensorScope();
            int[] added = [.. recorded.GetProperty("steps_added_per_env").EnumerateArray().Select(steps => steps.GetInt32())];
            using var replay = Filled(Integer(recorded, "buffer_size_per_env"), added);
            int batch = Integer(recorded, "batch_size"), length = Integer(recorded, "sequence_length"), batches = Integer(recorded, "n_samples");
            var draws = recorded.GetProperty("env_draws").EnumerateArray()
                .Concat(recorded.GetProperty("start_draws_per_env").EnumerateArray().SelectMany(own => own.EnumerateArray()))
                .SelectMany(draw => draw.GetProperty("values").EnumerateArray().Select(value => (Integer(draw, "high"), value.GetInt32())));
            var random = new RecordedRandom(draws);
            var drawn = replay.Draw(random, batch, length, batches);
            Assert.Equal(0, random.Left);
            for (int n = 0; n < batches; n++)
            {
                float[] expected = [.. recorded.GetProperty("values")[n].EnumerateArray()
                    .SelectMany(step => step.EnumerateArray()).Select(value => value.GetSingle())];
                Assert.Equal(expected, replay.Gather(drawn[n], length, Device.Cpu).Observations["x"].ToArray<float>());
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gather_FromMemoryOrFiles_GivesConsecutiveSteps(bool inFiles)
    {
        using var scope = new TensorScope();
        const int Length = 7;
        using var replay = new SequenceReplay(new RowLayout([Number], 2), 2, 3000, inFiles ? _folder.Path : null);
        Fill(replay, [5000, 2500]);
        var sequences = replay.Draw(new SeededRandom(1), 40, Length)[0];
        float[] values = replay.Gather(sequences, Length, Device.Cpu).Observations["x"].ToArray<float>();
        for (int b = 0; b < sequences.Length; b++)
        {
            for (int t = 1; t < Length; t++)
                Assert.Equal(values[((t - 1) * sequences.Length) + b] + 10, values[(t * sequences.Length) + b]);
        }
        Assert.Contains(sequences, sequence => sequence.Environment == 0);
        Assert.Contains(sequences, sequence => sequence.Environment == 1);
    }

    private static IEnumerable<JsonElement> Buffers(string name) =>
        Golden.Json("dreamer/loop/replay.json").GetProperty("buffers").GetProperty(name).EnumerateArray();

    [Fact]
    public void Draw_WithTheQueue_TakesEachNewSequenceOnceAndThenAnyOne()
    {
        using var replay = new SequenceReplay(new RowLayout([Number], 2), 1, 1000, onlineLength: 4);
        var random = new SeededRandom(1, "sampling");
        Fill(replay, [25]);
        Assert.Equal([(0, 0), (0, 4), (0, 8)], replay.Draw(random, 3, 4)[0]);
        using var saved = new MemoryStream();
        replay.Save(new BinaryWriter(saved));
        Assert.Equal([(0, 12), (0, 16), (0, 20)], replay.Draw(random, 3, 4)[0]);
        var drawn = replay.Draw(random, 200, 4)[0];
        Assert.True(drawn.Distinct().Count() > 10, "what is left is drawn uniformly");
    }

    [Fact]
    public void Draw_WithTheQueueOfARingThatWasOverwritten_SkipsWhatIsGone()
    {
        using var replay = new SequenceReplay(new RowLayout([Number], 2), 1, 10, onlineLength: 4);
        Fill(replay, [25]);
        var first = replay.Draw(new SeededRandom(1, "sampling"), 1, 4)[0][0];
        Assert.Equal(16, Value(replay, 0, replay.Rings[0].First(first.Start, 4)));
    }

    [Fact]
    public void Gather_WithContext_GoesOnFromTheStateBeforeAndKeepsWhatIsFound()
    {
        using var scope = new TensorScope();
        using var replay = new SequenceReplay(new RowLayout([Number], 2, recurrentSize: 3, variables: 2), 1, 100, classes: 4);
        Fill(replay, [6]);
        (int, int)[] sequences = [(0, 0), (0, 2)];
        var before = replay.Gather(sequences, 3, Device.Cpu);
        Assert.Equal([10f, 30], before.Observations["x"].Select(0, 0).ToArray<float>());
        Assert.Equal([false, false], before.Before!.IsKnown.ToArray<bool>());
        var recurrent = Tensor.Arange(18).Float().View(3, 2, 3);
        var stochastic = Tensor.From([0L, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3], 3, 2, 2).OneHot(4).Float().Flatten(-2);
        replay.Remember(sequences, new LatentSequence(recurrent, stochastic, stochastic, stochastic));
        // Row 2 is step 1 of the first sequence and the row before the second.
        var after = replay.Gather(sequences, 3, Device.Cpu).Before!;
        Assert.Equal([false, true], after.IsKnown.ToArray<bool>());
        Assert.Equal([6f, 7, 8], after.Recurrent.Select(0, 1).ToArray<float>());
        Assert.Equal(stochastic.Select(0, 1).Select(0, 0).ToArray<float>(), after.Stochastic.Select(0, 1).ToArray<float>());
    }

    private static int Integer(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static int Value(SequenceReplay replay, int environment, long place) =>
        (int)MemoryMarshal.Cast<byte, float>(replay.Layout.Observation(replay.Rings[environment].RowAt(place), 0))[0] / 10;

    private static SequenceReplay Filled(int capacity, int[] added)
    {
        var replay = new SequenceReplay(new RowLayout([Number], 2), added.Length, capacity);
        Fill(replay, added);
        return replay;
    }

    /// <summary>Step s of environment e holds 10 s + e, as in the recordings.</summary>
    private static void Fill(SequenceReplay replay, int[] added)
    {
        for (int e = 0; e < added.Length; e++)
        {
            for (int step = 0; step < added[e]; step++)
            {
                var row = replay.Rings[e].Add();
                MemoryMarshal.Cast<byte, float>(replay.Layout.Observation(row, 0))[0] = (10 * step) + e;
            }
        }
    }
}
