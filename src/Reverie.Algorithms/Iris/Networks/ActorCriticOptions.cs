using System.ComponentModel.DataAnnotations;
using Reverie.WorldModels;

namespace Reverie.Algorithms.Iris.Networks;

/// <summary>The shape of the actor-critic; the defaults are those of the paper.</summary>
public sealed record ActorCriticOptions : IValidatableObject
{
    private const int UsualTokenDim = 16, UsualFeatureDim = 128;

    /// <summary>Units of the LSTM.</summary>
    [Range(1, SizeRules.Widest)]
    public int LstmDim { get; init; } = 512;

    /// <summary>Side of the square frames; a multiple of 16.</summary>
    [Range(16, SizeRules.LargestFrame)]
    public int Resolution { get; init; } = 64;

    /// <summary>Channels of the frames.</summary>
    [Range(1, SizeRules.Widest)]
    public int InChannels { get; init; } = 3;

    /// <summary>Whether the agent acts on the frames themselves instead of their reconstructions; imagination always reconstructs.</summary>
    public bool UseOriginalObs { get; init; }

    /// <summary>What it sees.</summary>
    public ActorSight Sees { get; init; } = ActorSight.Frames;

    /// <summary>Numbers per token, where it sees tokens.</summary>
    [Range(1, SizeRules.Widest)]
    public int TokenDim { get; init; } = UsualTokenDim;

    /// <summary>Units between the tokens and the LSTM, where it sees tokens.</summary>
    [Range(1, SizeRules.Widest)]
    public int FeatureDim { get; init; } = UsualFeatureDim;

    /// <summary>Refuses what cannot be built.</summary>
    /// <exception cref="ArgumentException">One sentence that says what to change.</exception>
    public void Validate() => SizeRules.Require(this);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Sees == ActorSight.Tokens && UseOriginalObs)
            yield return new ValidationResult("{0} is for an actor-critic that sees frames; leave it out where it sees tokens.", [nameof(UseOriginalObs)]);
        if (Sees == ActorSight.Frames && (TokenDim, FeatureDim) != (UsualTokenDim, UsualFeatureDim))
            yield return new ValidationResult("{0} and {1} are for an actor-critic that sees tokens; leave them out.", [nameof(TokenDim), nameof(FeatureDim)]);
        if (Resolution % 16 != 0)
        {
            yield return new ValidationResult(
                $"{{0}} must be a multiple of 16, since the actor-critic halves frames four times, not {Resolution}.", [nameof(Resolution)]);
        }
    }
}
