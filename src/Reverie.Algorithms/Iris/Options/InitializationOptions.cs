using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>Weights of an earlier run to start from.</summary>
public sealed record InitializationOptions : IValidatableObject
{
    /// <summary>A checkpoint of Reverie or of IRIS (<c>last.pt</c>), the folder it lies in, a run folder, or null.</summary>
    public string? PathToCheckpoint { get; init; }

    public bool LoadTokenizer { get; init; }

    public bool LoadWorldModel { get; init; }

    public bool LoadActorCritic { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        bool loadsAny = LoadTokenizer || LoadWorldModel || LoadActorCritic;
        if (loadsAny && PathToCheckpoint is null)
        {
            yield return new ValidationResult(
                "'initialization.path_to_checkpoint' must be given when a part is to be loaded from it.", ["path_to_checkpoint"]);
        }
        else if (!loadsAny && PathToCheckpoint is not null)
        {
            yield return new ValidationResult(
                "'initialization.path_to_checkpoint' is given, but nothing is loaded from it; add initialization.load_tokenizer=True, " +
                "load_world_model=True or load_actor_critic=True.",
                ["path_to_checkpoint"]);
        }
    }
}
