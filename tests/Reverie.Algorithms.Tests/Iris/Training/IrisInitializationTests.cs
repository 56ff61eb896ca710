using Reverie.Algorithms.Iris.Training;
using Reverie.Torch;
using Reverie.Torch.Serialization;
using Reverie.Training.Configuration;

namespace Reverie.Algorithms.Tests.Iris.Training;

/// <summary>A run that starts from a checkpoint which the original wrote, by the original's configuration keys.</summary>
public sealed class IrisInitializationTests
{
    private const int Actions = 6; // of the game it was recorded on

    private static readonly string Folder = Repository.Golden("iris/checkpoint");

    [Theory]
    [InlineData("", "load_tokenizer")]
    [InlineData("checkpoints", "load_world_model")]
    [InlineData("checkpoints/last.pt", "load_actor_critic")]
    public void Apply_OriginalCheckpoint_LoadsTheChosenPartAlone(string path, string part)
    {
        using var scope = new TensorScope();
        var recorded = StateDictFile.Load(Path.Combine(Folder, "checkpoints", "last.pt"));
        var options = SmokeRun.Load([.. Sizes, $"initialization.path_to_checkpoint={Path.Combine(Folder, path)}", $"initialization.{part}=True"]).Options;
        using var components = new IrisComponents(options, SmokeRun.Layout(Actions), Device.Cpu);
        var before = components.Agent.NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Tensor.ToBytes());

        IrisInitialization.Apply(options.Initialization, components.Agent);

        foreach (var (name, tensor) in components.Agent.NamedParameters())
        {
            byte[] expected = part == $"load_{name.Split('.')[0]}" ? recorded[name].ToBytes() : before[name];
            Assert.True(tensor.ToBytes().AsSpan().SequenceEqual(expected), name);
        }
    }

    [Theory]
    [InlineData("load_world_model", "'transformer.blocks.0.attn.mask' has the shape [68, 68] in the weights but [34, 34] in the model", "world_model.max_blocks=2")]
    [InlineData("load_world_model", "which ParallelWorldModel needs", "world_model.next_tokens=queries")]
    [InlineData("load_world_model", "which CircuitWorldModel needs", "world_model.type=ncp_single_step", "world_model.num_layers=10", "world_model.num_heads=4",
        "world_model.resid_pdrop=0.1", "world_model.attn_pdrop=0.1")]
    [InlineData("load_actor_critic", "in the weights but", "actor_critic.lstm_dim=16")]
    public void Apply_CheckpointOfAnotherShape_NamesBoth(string part, string what, params string[] others)
    {
        var options = SmokeRun.Load([.. Sizes, $"initialization.path_to_checkpoint={Folder}", $"initialization.{part}=True", .. others]).Options;
        using var components = new IrisComponents(options, SmokeRun.Layout(Actions), Device.Cpu);
        var error = Assert.Throws<ConfigException>(() => IrisInitialization.Apply(options.Initialization, components.Agent));
        Assert.StartsWith("initialization.path_to_checkpoint: '", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Contains(what, StringComparison.Ordinal), error.Message);
        Assert.EndsWith("; configure tokenizer, world_model and actor_critic as in the run that wrote it, or load other parts.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_FolderWithoutWeights_SaysWhatToGive()
    {
        var options = SmokeRun.Load([.. Sizes, $"initialization.path_to_checkpoint={Repository.Golden("iris")}", "initialization.load_tokenizer=True"]).Options;
        using var components = new IrisComponents(options, SmokeRun.Layout(Actions), Device.Cpu);
        var error = Assert.Throws<ConfigException>(() => IrisInitialization.Apply(options.Initialization, components.Agent));
        Assert.Contains("give a last.pt", error.Message, StringComparison.Ordinal);
    }

    private static string[] Sizes =>
    [
        "env.train.size=64", "common.device=cpu", "tokenizer.vocab_size=64", "tokenizer.embed_dim=32", "tokenizer.encoder.z_channels=16",
        "tokenizer.encoder.ch_mult=[1,1,1,1,1]",
        "tokenizer.encoder.attn_resolutions=[8]", "tokenizer.encoder.patch_size=1", "world_model.tokens_per_block=17", "world_model.num_layers=2",
        "world_model.num_heads=2", "actor_critic.lstm_dim=8",
    ];
}
