using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Algorithms.Iris.Options;
using Reverie.Algorithms.Iris.Originals;
using Reverie.Torch;
using Reverie.Training.Configuration;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>Weights of an earlier run, of Reverie or of the original, as the start of a new one.</summary>
internal static class IrisInitialization
{
    private const string Key = "initialization.path_to_checkpoint";

    internal static void Apply(InitializationOptions options, Agent agent)
    {
        if (options.PathToCheckpoint is not { } path)
            return;
        if (options.LoadWorldModel && agent.WorldModel is RealWorldModel)
        {
            throw new ConfigException(
                "initialization.load_world_model is set, and world_model=dummy, the real environment, has no weights; leave one of them out.");
        }
        UserFile.Read(Key, WeightsFile(path), file =>
        {
            try
            {
                agent.Load(file, options.LoadTokenizer, options.LoadWorldModel, options.LoadActorCritic);
                return true;
            }
            catch (TorchException e)
            {
                throw new ConfigException(
                    $"{Key}: '{file}' does not fit this run: {e.Message.TrimEnd('.')}; configure tokenizer, world_model and actor_critic as in the run that "
                    + "wrote it, or load other parts.",
                    e);
            }
        });
    }

    /// <summary>A file is taken as it is; a run or checkpoint folder, ours or the original's, stands for the newest weights in it.</summary>
    private static string WeightsFile(string path)
    {
        if (File.Exists(path))
        {
            UserFile.Require(Key, path);
            return path;
        }
        if (File.Exists(Path.Combine(path, IrisCheckpoint.Weights)))
            return Path.Combine(path, IrisCheckpoint.Weights);
        if (IrisCheckpointFolder.Exists(path))
            return IrisCheckpointFolder.Open(path).Weights;
        if (Directory.Exists(Path.Combine(path, "checkpoints")) && RunFolder.Open(path).OpenCheckpoints(1).LoadNewest().Checkpoint is { } newest)
            return newest.PathOf(IrisCheckpoint.Weights);
        throw new ConfigException($"{Key}: there are no weights at '{path}'; give a last.pt, a checkpoint folder or a run folder.");
    }
}
