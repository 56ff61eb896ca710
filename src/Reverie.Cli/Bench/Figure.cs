using System.Text.Json.Serialization;

namespace Reverie.Cli.Bench;

/// <summary>One measured figure, and the peer's where there is one.</summary>
/// <param name="Name">What was measured, at which size.</param>
/// <param name="Value">Our figure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Peer">The same figure of eager PyTorch, measured in the same run; for environment steps, of the Python original as it was recorded.</param>
/// <param name="Ratio">Ours / peer for an operator call and for a rate, peer / ours (the speed-up) for a step.</param>
internal sealed record Figure(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("value")] double Value,
    [property: JsonPropertyName("unit")] string Unit,
    [property: JsonPropertyName("peer")] double? Peer = null,
    [property: JsonPropertyName("ratio")] double? Ratio = null)
{
    /// <summary>What the names of figures in that precision end with.</summary>
    internal const string Bfloat16 = ", bf16";

    /// <summary>The same figure beside a peer's.</summary>
    internal Figure Against(double peer) => this with { Peer = peer, Ratio = Compare(peer) };

    private double Compare(double peer) => Unit switch
    {
        "us" => Value / peer,
        "s" => peer / Value,
        _ => Value / peer,
    };
}
