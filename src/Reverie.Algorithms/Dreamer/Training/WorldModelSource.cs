using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Torch;
using Reverie.Torch.Serialization;
using Reverie.Training.Configuration;
using Reverie.Training.Progress;
using Reverie.WorldModels.Backbones.Pretrained;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>The world model of another run, by what <c>initialization.world_model</c> names.</summary>
internal static class WorldModelSource
{
    private const string Prefix = "world_model.";

    /// <exception cref="ConfigException">It is no run, or its networks are others.</exception>
    public static void Load(DreamerModel model, string path, IProgressReporter reporter)
    {
        const string Key = "initialization.world_model";
        var checkpoint = ResumeSource.Open(path, Key).RequireNewest(reporter, $"There is no good checkpoint in '{path}'; give {Key}=RUN of another run.");
        using var scope = new TensorScope();
        string file = checkpoint.PathOf(DreamerCheckpoint.Weights);
        var weights = StateDictFile.Load(file).Where(entry => entry.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[Prefix.Length..], entry => entry.Value);
        try
        {
            AgentFile.Copy(model.WorldModel, weights, file);
        }
        catch (TorchException e)
        {
            throw new ConfigException($"{Key}={path}: {e.Message} Both runs must see and do the same with the same networks.", e);
        }
    }
}
