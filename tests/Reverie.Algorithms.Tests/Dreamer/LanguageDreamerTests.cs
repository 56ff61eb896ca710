using Reverie.Algorithms.Dreamer.Environments;
using Reverie.Algorithms.Dreamer.Training;
using Reverie.Environments.Arrays;
using Reverie.Language;
using Reverie.Language.Models;
using Reverie.Torch;
using Reverie.Torch.Serialization;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;
using Reverie.WorldModels.Backbones.Pretrained;

namespace Reverie.Algorithms.Tests.Dreamer;

/// <summary>Agents that remember with a language model: what learns and what rests, gradients, checkpoints, whole runs.</summary>
public sealed class LanguageDreamerTests : IDisposable
{
    private const string Pendulum = "env=gym env.id=Pendulum-v1 env.num_envs=2";

    private static readonly Dictionary<string, string> Families = new()
    {
        ["mamba"] = "{model_type:mamba,hidden_size:16,num_hidden_layers:2}",
        ["rwkv"] = "{model_type:rwkv,hidden_size:16,num_hidden_layers:2}",
        ["gpt2"] = "{model_type:gpt2,n_embd:16,n_layer:2,n_head:2,n_positions:64}",
        ["llama"] = "{model_type:llama,hidden_size:16,num_hidden_layers:2,num_attention_heads:2,num_key_value_heads:1,intermediate_size:32}",
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, bool> Gradients
    {
        get
        {
            var all = new TheoryData<string, string, bool>();
            foreach (string family in Families.Keys)
            {
                foreach (string cell in (string[])["sequence", "pseudo_tokens"])
                {
                    all.Add(family, cell, false);
                    all.Add(family, cell, true);
                }
            }
            return all;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mamba", "sequence")]
    [InlineData("gpt2", "sequence", "algo.replay_ratio=1 " + Pendulum)]
    [InlineData("llama", "pseudo_tokens")]
    public void Run_StoppedAndResumed_EndsAsIfNeverStopped(string family, string cell, string more = "")
    {
        string[] overrides = [.. Of(cell, Families[family]), .. Words("algo.total_steps=64 algo.world_model.scheduler.name=cosine " + more)];
        using var whole = new DreamerRun(overrides);
        using (var trainer = whole.Trainer())
            Assert.True(trainer.Run());
        whole.AssertEqualsStopped(overrides, patience: 5, more: 7);
    }

    [Theory]
    [MemberData(nameof(Gradients))]
    public void ActorGradient_FromReturnsAlone_IsNotZero(string family, string cell, bool isContinuous)
    {
        using var scope = new TensorScope();
        string[] overrides = [.. Of(cell, Families[family]), "algo.actor.ent_coef=0", .. Words(isContinuous ? Pendulum : "")];
        var (components, layout) = Components(overrides);
        using var owned = components;
        Enliven(components);
        var batch = Batch(layout, components);
        var sequence = components.Learner.LearnWorld(batch, []);
        components.Learner.LearnBehaviour(sequence, batch.Terminated, []);
        Assert.All(components.Model.Actor.Parameters(), parameter => Assert.True(parameter.Grad!.Abs().Max().Item() > 0));
    }

    [Theory]
    [InlineData("gpt2", "sequence")]
    [InlineData("mamba", "sequence")]
    [InlineData("mamba", "pseudo_tokens")]
    public void Pretrained_WithAdapters_RestsFromTheFolderToTheCheckpoint(string family, string cell)
    {
        using var scope = new TensorScope();
        var stored = Pretrained(family);
        string[] overrides = [.. Of(cell, "{}"), $"algo.world_model.hf_model.name={_folder.Path}", .. Words(
            "algo.world_model.hf_model.from_pretrained=true algo.world_model.hf_model.peft=true algo.world_model.optimizer.lr=0.01")];
        var (components, layout) = Components(overrides);
        using var owned = components;
        AssertStored();
        var adapters = components.Model.NamedParameters().Where(entry => entry.Name.Contains(".lora_B.", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(adapters);
        for (int step = 0; step < 3; step++)
            components.Learner.Step(Batch(layout, components));
        AssertStored();
        Assert.All(adapters, entry => Assert.True(entry.Tensor.Abs().Max().Item() > 0, entry.Name));

        string path = Path.Combine(_folder.Path, "agent.saved");
        using (var stream = File.Create(path))
            AgentFile.Save(stream, components.Model);
        using (var file = SafeTensorsFile.Open(path))
            Assert.DoesNotContain(file.Names, name => stored.Keys.Any(key => name.EndsWith(key, StringComparison.Ordinal)));
        var (other, _) = Components(overrides);
        using var second = other;
        AgentFile.Copy(other.Model, StateDictFile.Load(path), path);
        var expected = components.Model.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor.ToBytes());
        Assert.All(other.Model.StateDict(), entry => Assert.True(expected[entry.Name].AsSpan().SequenceEqual(entry.Tensor.ToBytes()), entry.Name));

        void AssertStored()
        {
            var model = components.Model.NamedModules().Select(part => part.Module).OfType<LanguageCore>().Single().Model;
            var now = model.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor);
            Assert.All(stored, entry => Assert.True(entry.Value.AsSpan().SequenceEqual(now[entry.Key].ToBytes()), entry.Key));
        }
    }

    [Theory]
    [InlineData("algo.world_model.recurrent_model.recurrent_state_size=17", "set algo.world_model.recurrent_model.recurrent_state_size=16")]
    [InlineData("algo.horizon=60", "knows 64 positions, and 68 are needed")]
    public void Trainer_OfAModelThatDoesNotFit_SaysWhatToDo(string wrong, string expected)
    {
        using var run = new DreamerRun([.. Of("sequence", Families["gpt2"]), wrong]);
        Assert.Contains(expected, Assert.Throws<ConfigException>(() => run.Trainer()).Message);
    }

    [Fact]
    public void Estimate_OfTheFullSize_CountsWhatLearnsAndWhatRests()
    {
        using var run = new DreamerRun(Of("sequence", Families["mamba"]));
        using var trainer = run.Trainer();
        var model = trainer.Components.Model;
        Assert.Equal(model.ParameterCount(trainableOnly: true), trainer.Estimate!.LearningParameters);
        Assert.Contains(trainer.Estimate.Parameters, part => part.Part == "language model" && part.Count > 0);
        Assert.Equal(model.ParameterCount(), trainer.Estimate.Parameters.Sum(part => part.Count));
    }

    private static string[] Of(string cell, string config) =>
    [
        .. Words($"algo.world_model.recurrent_model.cell={cell} algo.world_model.decoupled_rssm=null algo.world_model.recurrent_model.recurrent_state_size=16"),
        "algo.world_model.recurrent_model.dense_units=16", "algo.world_model.hf_model.seq_len=3", $"algo.world_model.hf_model.config={config}",
    ];

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static (DreamerComponents Components, StepLayout Layout) Components(string[] overrides)
    {
        var options = DreamerRun.Load(["exp=dreamer_v3_smoke", "fabric.accelerator=cpu", .. overrides]).Options;
        using var environments = DreamerWorlds.Make(Worlds.CreateBuiltIn(), options, 1);
        return (new DreamerComponents(options, environments.Layout, Device.Cpu), environments.Layout);
    }

    /// <summary>Heads for reward and value begin at zero, which no gradient comes through.</summary>
    private static void Enliven(DreamerComponents components)
    {
        using var noGrad = new NoGrad();
        using var generator = new Generator(5);
        foreach (var weight in (Tensor[])[components.Model.WorldModel.Outputs.Reward.Weight, components.Model.Critic.Output!.Weight])
            weight.CopyFrom(Tensor.Randn(weight.Shape, generator));
    }

    private static DreamerBatch Batch(StepLayout layout, DreamerComponents components)
    {
        const int Steps = 6, Sequences = 2;
        using var generator = new Generator(7);
        bool[] firsts = new bool[Steps * Sequences];
        (firsts[0], firsts[1], firsts[7]) = (true, true, true);
        var observations = components.Model.Keys.Encoded.ToDictionary(
            spec => spec.Name, spec => Tensor.Randn([Steps, Sequences, layout[spec.Name].Length], generator), StringComparer.Ordinal);
        int actions = Algorithms.Dreamer.Networks.DreamerModel.SizeOf(layout.Action);
        return new(
            observations, Tensor.Rand([Steps, Sequences, actions], generator), Tensor.Randn([Steps, Sequences, 1], generator),
            Tensor.Zeros([Steps, Sequences, 1]), Tensor.From(firsts, Steps, Sequences));
    }

    /// <summary>Writes a small model and says what is in it.</summary>
    private Dictionary<string, byte[]> Pretrained(string family)
    {
        var config = HuggingFace.ParseConfig(System.Text.Json.JsonDocument.Parse(family == "gpt2"
            ? """{"model_type":"gpt2","n_embd":16,"n_layer":2,"n_head":2,"n_positions":64,"vocab_size":11}"""
            : """{"model_type":"mamba","hidden_size":16,"num_hidden_layers":2,"vocab_size":11}""").RootElement, "test");
        using var generator = new Generator(1);
        using var model = LanguageModel.Create(config, generator, new LoadOptions { TokenEmbeddings = true });
        model.Save(_folder.Path);
        var words = model.Backbone.Tokens!.Parameters().ToHashSet();
        return model.StateDict().Where(entry => !words.Contains(entry.Tensor) && !entry.Name.StartsWith("lm_head", StringComparison.Ordinal))
            .ToDictionary(entry => entry.Name, entry => entry.Tensor.ToBytes());
    }
}
