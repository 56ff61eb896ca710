using Reverie.Torch;
using Reverie.WorldModels.Returns;

namespace Reverie.WorldModels.Tests.Returns;

/// <summary>λ-returns and the spread of returns against SheepRL's numbers.</summary>
public sealed class GoldenReturnTests
{
    private const double Gamma = 0.996996996996997;

    public static TheoryData<string> Variants => ["visible", "visible_cont", "visible_multi"];

    [Theory]
    [MemberData(nameof(Variants))]
    public void ContinuingReturns_OfATrajectory_AreAsRecorded(string variant)
    {
        using var scope = new TensorScope();
        var golden = Golden.Load($"dreamer/{variant}/behaviour.safetensors");
        foreach (var (name, lambda) in (ReadOnlySpan<(string, double)>)[("lambda_values", 0.95), ("lambda_values.lmbda0", 0), ("lambda_values.lmbda1", 1)])
        {
            var returns = ContinuingReturns.Compute(Ahead(golden["rewards"]), Ahead(golden["values"]), Ahead(golden["continues"]) * Gamma, lambda);
            Near.Assert(name, golden[name], returns);
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void PercentileRange_OfReturns_IsAsRecorded(string variant)
    {
        using var scope = new TensorScope();
        var golden = Golden.Load($"dreamer/{variant}/behaviour.safetensors");
        foreach (var (name, largest) in (ReadOnlySpan<(string, double)>)[("cfg", 1), ("default", 1e8)])
        {
            var range = new PercentileRange(largestScale: largest);
            foreach (var (step, returns) in golden[$"moments.{name}.x"].Unbind().Index())
            {
                var (offset, scale) = range.Update(returns);
                float[] recorded = golden[$"moments.{name}.out"].Select(0, step).ToArray<float>();
                Near.Assert("offset", recorded[0], offset);
                Near.Assert("scale", recorded[1], scale);
                Near.Assert("low", recorded[2], range.Low);
                Near.Assert("high", recorded[3], range.High);
            }
        }
    }

    private static Tensor Ahead(Tensor steps) => steps.Narrow(0, 1, steps.Size(0) - 1);
}
