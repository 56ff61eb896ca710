using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Reverie.Environments.Imaging;
using Reverie.Environments.Registration;
using Reverie.Training.Environments;

namespace Reverie.Algorithms.Dreamer.Options;

/// <summary>The environments.</summary>
public sealed record DreamerEnvOptions
{
    /// <summary>Registered id, such as <c>MiniGrid-DoorKey-5x5-v0</c>; <c>reverie envs</c> lists them.</summary>
    [Required]
    public string? Id { get; init; }

    [Range(1, 100_000)]
    public int NumEnvs { get; init; } = 4;

    /// <summary>Side of the pictures, a power of 2.</summary>
    [Range(8, 1024)]
    public int ScreenSize { get; init; } = 64;

    /// <summary>How often each action is taken; rewards are summed.</summary>
    [Range(1, 10_000)]
    public int ActionRepeat { get; init; } = 1;

    /// <summary>Whether the replay holds tanh(reward).</summary>
    public bool ClipRewards { get; init; }

    /// <summary>Steps of the environment after which an episode is cut off; null or -1 leaves it to the environment.</summary>
    [Range(-1, int.MaxValue)]
    public int? MaxEpisodeSteps { get; init; }

    /// <summary>Whether the last reward is an observation of its own, <c>reward</c>.</summary>
    public bool RewardAsObservation { get; init; }

    /// <summary>Pictures that are seen at once, the newest and some before it, their channels side by side.</summary>
    [Range(1, 64)]
    public int FrameStack { get; init; } = 1;

    /// <summary>Steps between them.</summary>
    [Range(1, 1000)]
    public int FrameStackDilation { get; init; } = 1;

    /// <summary>Whether pictures are without colours, one channel each.</summary>
    public bool Grayscale { get; init; }

    /// <summary>The last actions as an observation of their own, <c>action_stack</c>.</summary>
    public ActionStackOptions ActionsAsObservation { get; init; } = new();

    /// <summary>Whether environments are stepped one after the other instead of on several threads; what they show is the same.</summary>
    public bool SyncEnv { get; init; }

    public DreamerWrapperOptions Wrapper { get; init; } = new();

    /// <summary>What pictures show: <c>world</c> (all of it) or <c>view</c> (what the agent sees).</summary>
    public PixelSource Observation { get; init; } = PixelSource.View;

    /// <summary>Wrappers of the house around the environment, the innermost first.</summary>
    public IReadOnlyList<WrapperOptions> Wrappers { get; init; } = [];

    /// <summary>Arguments of the environment that replace those of its registration.</summary>
    [JsonPropertyName("with")]
    public IReadOnlyDictionary<string, object?> Arguments { get; init; } = new Dictionary<string, object?>();

    /// <summary>Of an environment in Python.</summary>
    public WorkerOptions Worker { get; init; } = new();

    /// <summary>How pictures are scaled.</summary>
    public Resampling Resampling { get; init; }
}

/// <summary>Actions as an observation.</summary>
public sealed record ActionStackOptions : IValidatableObject
{
    /// <summary>How many of the last actions; -1: none.</summary>
    [Range(-1, 1000)]
    public int NumStack { get; init; } = -1;

    /// <summary>What counts as done before an episode's first action: a number for each choice, or real numbers; empty: zeros.</summary>
    public IReadOnlyList<double> Noop { get; init; } = [];

    /// <summary>Steps between them.</summary>
    [Range(1, 1000)]
    public int Dilation { get; init; } = 1;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (NumStack == 0)
            yield return new ValidationResult("'num_stack' is 0; give how many actions are seen, or -1 for none.", ["num_stack"]);
        if (Noop.Any(value => !(Math.Abs(value) <= 1e6)))
            yield return new ValidationResult($"'noop' is [{string.Join(", ", Noop)}], and its numbers lie between -1e6 and 1e6.", ["noop"]);
    }
}

/// <summary>What SheepRL says of an environment to its wrapper.</summary>
public sealed record DreamerWrapperOptions : IValidatableObject
{
    /// <summary>Of the Control Suite, with <see cref="TaskName"/> instead of <c>env.id</c>: <c>cartpole</c>.</summary>
    public string? DomainName { get; init; }

    /// <summary>Of the Control Suite: <c>swingup_sparse</c>.</summary>
    public string? TaskName { get; init; }

    /// <summary>Whether there is the picture <c>rgb</c>; null: where algo.cnn_keys asks for it.</summary>
    public bool? FromPixels { get; init; }

    /// <summary>Whether there is the vector <c>state</c>; null: where algo.mlp_keys asks for it.</summary>
    public bool? FromVectors { get; init; }

    /// <summary>Seeds the environments; null: the run's seed does.</summary>
    [Range(0, int.MaxValue)]
    public int? Seed { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (DomainName is null != TaskName is null)
            yield return new ValidationResult("'env.wrapper.domain_name' and 'env.wrapper.task_name' go together.", ["domain_name"]);
    }
}
