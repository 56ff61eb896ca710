using Reverie.Algorithms;
using Reverie.Play.Games;
using Reverie.Play.Lab;
using Reverie.Play.Tests;
using Reverie.Torch.Serialization;
using Reverie.Training.Configuration;
using Reverie.Training.Runs;
using Reverie.Training.Sessions;

[assembly: AssemblyFixture(typeof(TrainedRuns))]

namespace Reverie.Play.Tests;

/// <summary>Two tiny runs of IRIS that differ in their seeds, and one of PPO, trained once for all tests.</summary>
public sealed class TrainedRuns : IDisposable
{
    internal static readonly string[] Iris =
        ["exp=smoke", "common.epochs=2", "common.device=cpu", "wandb.group=smoke", "evaluation.every=1", "evaluation.actor_critic.horizon=6"];

    private static readonly string[] Speaking =
    [
        "exp=dreamer_v3_smoke", "env=babyai_words", "env.num_envs=2", "algo.mlp_keys.encoder=[state,token]", "algo.total_steps=64", "fabric.accelerator=cpu",
    ];

    private static readonly string[] Guided =
    [
        "exp=ppo_minigrid", "env.id=MiniGrid-Empty-5x5-v0", "common.steps=512", "common.device=cpu", "collection.num_envs=4", "collection.num_steps=64",
        "evaluation.should=false",
    ];

    private const string Gpt2 = "{model_type:gpt2,n_embd:16,n_layer:2,n_head:2,n_positions:64}",
        Mamba = "{model_type:mamba,hidden_size:16,num_hidden_layers:3}";

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, RunFolder> _more = [];

    public TrainedRuns()
    {
        Host = CreateHost();
        (IrisRun, OtherIrisRun) = (Train(Iris), Train([.. Iris, "common.seed=1"]));
        PpoRun = Train("exp=ppo_minigrid", "common.steps=1024", "common.device=cpu", "evaluation.every=1024", "evaluation.episodes=4");
        Shelf = new RunShelf(Root);
    }

    internal RunHost Host { get; }

    internal string Root => _folder.In("runs");

    internal RunShelf Shelf { get; }

    internal RunFolder IrisRun { get; }

    internal RunFolder OtherIrisRun { get; }

    internal RunFolder PpoRun { get; }

    internal static RunHost CreateHost() => BuiltIn.CreateHost(new ConfigSearchPath(Repository.Configs));

    internal RunFolder Train(params string[] overrides) => Train(Root, overrides);

    internal RunFolder Train(string root, string[] overrides)
    {
        var (algorithm, config) = Host.Compose(overrides);
        var session = Host.Create(algorithm, config, root, ["reverie", "train", .. overrides]);
        Assert.True(session.Train());
        return session.Folder;
    }

    /// <summary>
    /// A tiny run of Dreamer, trained when it is first asked for: <c>pictures</c>, <c>words</c>, <c>early</c>, <c>language</c>, whose memory is a
    /// GPT-2, or <c>mamba</c>.
    /// </summary>
    internal RunFolder Dreamer(string kind) => More(kind, kind switch
    {
        "pictures" =>
        [
            "exp=dreamer_v3_smoke", "algo.total_steps=64", "fabric.accelerator=cpu", "env.id=MiniGrid-DoorKey-5x5-v0", "algo.cnn_keys.encoder=[rgb]",
            "algo.mlp_keys.encoder=[]",
        ],
        "words" => [.. Speaking, "algo.world_model.rssm_type=rssm"],
        "early" => [.. Speaking, "algo.world_model.rssm_type=early"],
        _ =>
        [
            .. Speaking, "algo.world_model.rssm_type=token", "algo.world_model.recurrent_model.cell=sequence", "algo.world_model.decoupled_rssm=null",
            "algo.mlp_keys.decoder=[state]", $"algo.world_model.hf_model.config={(kind == "language" ? Gpt2 : Mamba)}",
        ],
    });

    /// <summary>A tiny guided run of PPO, trained when it is first asked for.</summary>
    internal RunFolder GuidedPpo(params string[] overrides) => More(string.Join(' ', overrides), [.. Guided, .. overrides]);

    private RunFolder More(string name, string[] overrides)
    {
        lock (_more)
        {
            // Away from the shelf of the others, which tests count.
            if (!_more.TryGetValue(name, out var run))
                _more[name] = run = Train(_folder.In("more"), overrides);
            return run;
        }
    }

    internal GameSetup Setup(RunFolder run) => GameSetups.OfRun(Host.Open(run, []), Host);

    /// <summary>A game whose agent takes the likeliest action, so that nothing is drawn in it.</summary>
    internal Game Game(RunFolder run, GameOptions? options = null)
    {
        var setup = Setup(run);
        return new Game(setup with { Acting = new(Sample: false) }, options ?? new());
    }

    internal static Dictionary<string, byte[]> Weights(RunFolder run)
    {
        using var file = SafeTensorsFile.Open(run.OpenCheckpoints(10).LoadNewest().Checkpoint!.PathOf("agent.safetensors"));
        return file.Names.ToDictionary(name => name, name => file.Read(name).Data.ToArray());
    }

    public void Dispose() => _folder.Dispose();
}
