using System.Text;
using Reverie.Language;
using Reverie.Language.Models;
using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.Torch.Serialization;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Pretraining;

/// <summary>
/// A checkpoint is a Hugging Face folder with the optimizer's moments beside it. Together with the step's number that is all:
/// the order of the sequences and the samples follow from the seed and the step, and these networks draw no random numbers.
/// </summary>
internal static class PretrainCheckpoint
{
    private const string Weights = "model.safetensors", Moments = "optimizer.safetensors";

    public static IEnumerable<CheckpointFile> Files(LanguageModel model, Optimizer optimizer)
    {
        yield return new(LanguageModelConfig.FileName, stream => stream.Write(Encoding.UTF8.GetBytes(model.Config.ToJson().ToJsonString())));
        yield return new(Weights, stream =>
        {
            using var scope = new TensorScope();
            StateDictFile.Save(stream, model.NamedParameters());
        });
        yield return new(Moments, stream =>
        {
            using var scope = new TensorScope();
            StateDictFile.Save(stream, optimizer.StateDict().Select(entry => (entry.Key, entry.Value)));
        });
    }

    public static LanguageModel LoadModel(Checkpoint checkpoint) => HuggingFace.Load(checkpoint.Folder);

    public static void LoadMoments(Checkpoint checkpoint, Optimizer optimizer)
    {
        using var scope = new TensorScope();
        optimizer.LoadStateDict(StateDictFile.Load(checkpoint.PathOf(Moments)));
    }
}
