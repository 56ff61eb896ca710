using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Interpolation;

/// <summary>Where an interpolation stands.</summary>
/// <param name="Interpolator">Looks references up.</param>
/// <param name="Path">The keys that lead to the text from the root.</param>
/// <param name="Origin">Where the text was written.</param>
internal sealed record Context(Interpolator Interpolator, string[] Path, ConfigOrigin Origin)
{
    /// <summary>A part of a name, which may be an interpolation itself.</summary>
    public string Text(Piece piece) => Interpolator.Evaluate([piece], this) is ConfigScalar { IsNull: false } scalar
        ? PythonText.Of(scalar.Value)
        : throw Error($"'{piece.Source}' is no plain value, so it cannot be part of a name");

    public ConfigException Error(string sentence) => new(Origin, sentence + ".");
}
