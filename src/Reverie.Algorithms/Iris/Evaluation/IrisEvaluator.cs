using Reverie.Algorithms.Iris.Export;
using Reverie.Algorithms.Iris.Options;
using Reverie.Algorithms.Iris.Training;
using Reverie.Environments.MiniGrid;
using Reverie.Torch;
using Reverie.Torch.Onnx;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Environments;
using Reverie.Training.Media;
using Reverie.Training.Progress;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Iris.Evaluation;

/// <summary>Plays whole episodes with a trained agent and says how it did. Nothing is learned.</summary>
public sealed class IrisEvaluator : IOnnxExport, IDisposable
{
    private const int MostEnvironments = 25;

    private readonly TrainerOptions _options;
    private readonly IrisComponents _components;
    private readonly ulong _seed;

    /// <param name="options">The run's options.</param>
    /// <param name="checkpoint">Whose weights to take.</param>
    /// <param name="seed">Seeds environments and actions; episodes are different from those of training and of the run's own tests.</param>
    public IrisEvaluator(TrainerOptions options, Checkpoint checkpoint, int seed)
    {
        (_options, _seed) = (options, EvaluationSeed(seed));
        using var environments = MakeWorlds(1);
        _components = new IrisComponents(options, environments.ActionCount, Devices.Choose(options.Common.Device));
        IrisCheckpoint.RestoreWeights(checkpoint, _components);
        _components.ActionDraws.Seed(_seed);
    }

    /// <summary>Plays episodes.</summary>
    /// <returns>One entry an episode; fewer when a stop is asked for.</returns>
    public IReadOnlyList<EpisodeMetrics> Play(int episodes, ProgressPhase? progress = null, GracefulStop? stop = null)
    {
        int environments = Math.Min(episodes, MostEnvironments);
        using var worlds = MakeWorlds(environments);
        var dataset = new EpisodeDataset(maxEpisodes: environments);
        var collector = new Collector(worlds, dataset, new SeededRandom(_seed));
        var config = CollectRequests.From(_options.Collection.Test.Config) with { Steps = null, Episodes = environments };
        var played = new List<EpisodeMetrics>();
        while (played.Count < episodes && stop is not { IsRequested: true })
        {
            var result = collector.Collect(_components.Policy, config, epoch: 0);
            played.AddRange(result.Finished.Select(episode => episode.Metrics));
            progress?.Advance(result.Finished.Count);
        }
        return [.. played.Take(episodes)];
    }

    /// <summary>Films episodes: what the environment showed on the left, what the agent made of it on the right.</summary>
    public void Film(string path, int episodes)
    {
        using var worlds = MakeWorlds(1);
        var shape = worlds.ObservationShape;
        const int Scale = 4;
        var config = _options.Collection.Test.Config;
        using var video = new VideoWriter(path, (shape.Width * 2 * Scale) + Scale, shape.Height * Scale, fps: 6);
        byte[] frame = new byte[shape.Size];
        long[] action = new long[1];
        float[] reward = new float[1];
        bool[] end = new bool[1];
        for (int episode = 0; episode < episodes; episode++)
        {
            worlds.Reset(frame);
            _components.Policy.Reset(1, null);
            Show(video, frame, shape, Scale, times: 3);
            for (end[0] = false; !end[0];)
            {
                _components.Policy.Act(frame, config.ShouldSample, config.Temperature, action);
                worlds.Step(action, frame, reward, end);
                Show(video, frame, shape, Scale, times: end[0] ? 6 : 1);
            }
        }
        video.Finish();
    }

    /// <inheritdoc/>
    public OnnxModelInfo Export(Stream output)
    {
        // A run's environments are grid worlds, all with the same actions.
        var actions = Enum.GetNames<GridAction>().Take((int)_components.Agent.ActorCritic.Actions).Select(name => name.ToLowerInvariant());
        return IrisOnnx.Graph(_components.Agent, _options.Env.Test.Id!, actions).Save(output);
    }

    public void Dispose() => _components.Dispose();

    private PixelEnvironments MakeWorlds(int count) => PixelEnvironmentFactory.Make(_options.Env.Test, "env.test", count, _seed);

    private static ulong EvaluationSeed(int seed) => ((ulong)seed * 1_000_003) + 900_000_011;

    private void Show(VideoWriter video, byte[] frame, ObservationShape shape, int scale, int times)
    {
        using var scope = new TensorScope();
        var tensor = Tensor.From(frame, 1, shape.Channels, shape.Height, shape.Width).To(_components.Device);
        var sheet = new FrameSheet(2, 1, shape.Height, shape.Width, scale, gap: scale);
        sheet.Place(0, 0, frame);
        sheet.Place(1, 0, IrisMedia.ToBytes(_components.Frames.DecodeTokens(_components.Frames.EncodeTokens(tensor))));
        for (int i = 0; i < times; i++)
            video.Add(sheet.Pixels);
    }
}
