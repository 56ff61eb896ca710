using Reverie.Language.Advisers;

namespace Reverie.Cli.Advising;

/// <summary>What the commands that talk to an adviser can be told.</summary>
internal sealed record AdviseOptions
{
    public AdviserOptions Adviser { get; init; } = new();
}
