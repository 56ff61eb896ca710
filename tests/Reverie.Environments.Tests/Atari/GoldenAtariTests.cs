using System.Text.Json.Nodes;
using Reverie.Environments.Arrays;
using Reverie.Environments.Imaging;

namespace Reverie.Environments.Tests.Atari;

/// <summary>What IRIS's own wrappers made of recorded games.</summary>
public sealed class GoldenAtariTests
{
    private const int Size = 64;

    [Theory]
    [InlineData("catch_iris_0", false)]
    [InlineData("catch_iris_0", true)]
    [InlineData("catch_iris_1", false)]
    [InlineData("catch_iris_1", true)]
    public void Step_RecordedGame_GivesWhatIrisSaw(string name, bool repeats)
    {
        var record = JsonNode.Parse(File.ReadAllText(Repository.Golden("ale", $"{name}.json")))!;
        var tape = new Tape(name);
        var game = new TapeGame(tape) { CanRepeat = repeats };
        using var chain = Chain(game, record);
        var batch = chain.Row();
        chain.Reset(0, batch.Row(0));
        Assert.Equal(record["reset"]!["obs_crc"]!.GetValue<uint>(), Crc32.Compute(Interleaved(batch)));
        Assert.Equal(record["reset_lives"]!.GetValue<int>(), game.Lives);

        byte[] observations = Tape.Unzip($"{name}_obs.bin.gz");
        int[] actions = [.. record["action"]!.AsArray().Select(action => action!.GetValue<int>())];
        for (int step = 0; step < actions.Length; step++)
        {
            int before = game.Position;
            var signal = chain.Step(actions[step], batch);
            byte[] seen = Interleaved(batch);
            Assert.Equal(observations.AsSpan((step + 1) * seen.Length, seen.Length).ToArray(), seen);
            Assert.Equal(Value<uint>("obs_crc"), Crc32.Compute(seen));
            Assert.Equal(
                (Value<double>("reward"), Value<bool>("done"), Value<bool>("truncated")), (signal.Reward, signal.Done, signal.Truncated));
            Assert.Equal((Value<int>("lives"), Value<int>("raw_steps")), (game.Lives!.Value, game.Position - before));
            if (!signal.Done)
                continue;
            chain.Reset(null, batch.Row(0));
            Assert.Equal(Value<uint>("reset_obs_crc"), Crc32.Compute(Interleaved(batch)));

            T Value<T>(string column) => record[column]![step]!.GetValue<T>();
        }
        Assert.Equal(tape.Actions.Length, game.Position);
    }

    private static IArrayEnvironment Chain(TapeGame game, JsonNode record)
    {
        var chain = new PixelWrapper<int>(game, Size, Size, Resampling.Bilinear).AsArrays();
        if (record["clip_reward"]!.GetValue<bool>())
            chain = new RewardSign(chain);
        int noops = record["noops"]!.GetValue<int>();
        chain = new NoopStart(new EpisodeLimit(chain, record["max_episode_steps"]!.GetValue<int>()), 0, noops, noops);
        chain = new FrameMaximum(chain, record["frame_skip"]!.GetValue<int>());
        return record["done_on_life_loss"]!.GetValue<bool>() ? new LifeLossEnd(chain, () => game.Lives ?? 0) : chain;
    }

    /// <summary>The picture as Python holds it, [height, width, 3].</summary>
    private static byte[] Interleaved(StepBatch batch)
    {
        byte[] planes = batch["image"].Bytes;
        return [.. Enumerable.Range(0, planes.Length).Select(i => planes[i % 3 * Size * Size + i / 3])];
    }
}
