namespace Reverie.Training.Configuration.Interpolation;

/// <summary>What was read from the environment, and what stands for it where it is shown or saved.</summary>
internal sealed class Secrets
{
    private const int MinLength = 6;
    private readonly Dictionary<string, string> _references = new(StringComparer.Ordinal);

    public void Add(string value, string reference) => _references[value] = reference;

    /// <summary>
    /// A text without the values. Those of a few letters are no secrets and stand in many texts, so they count only where they are the whole
    /// of it.
    /// </summary>
    public string Conceal(string text) => _references.TryGetValue(text, out string? reference)
        ? reference
        : _references.Where(secret => secret.Key.Length >= MinLength).OrderByDescending(secret => secret.Key.Length)
            .Aggregate(text, (rest, secret) => rest.Replace(secret.Key, secret.Value));
}
