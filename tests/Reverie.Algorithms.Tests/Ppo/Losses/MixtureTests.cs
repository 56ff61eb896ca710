using System.Text.Json;
using Reverie.Algorithms.Ppo.Losses;
using Reverie.Torch;

namespace Reverie.Algorithms.Tests.Ppo.Losses;

public sealed class MixtureTests
{
    private const double Tolerance = 1e-9;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, All().GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void LogProbabilities_RecordedAdvice_GivesTheDistributionThatActs(int index)
    {
        using var scope = new TensorScope();
        var one = All()[index];
        var log = Mixture.LogProbabilities(Row(one, "logits"), Row(one, "advice"), Weight(one));
        Close.Assert("behaviour", Row(one, "behaviour"), log.Exp(), Tolerance);
        Assert.Equal(one.Number("behaviour_log_prob"), log.Select(1, Action(one)).Item(), Tolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Policy_AfterTheLogitsMoved_GivesRatioSurrogateAndGradients(int index)
    {
        using var scope = new TensorScope();
        var one = All()[index];
        var logits = Row(one, "new_logits");
        logits.RequiresGrad = true;
        var log = Mixture.LogProbabilities(logits, Row(one, "advice"), Weight(one));
        var ratio = (log.Select(1, Action(one)) - one.Number("behaviour_log_prob")).Exp();
        var surrogate = -PpoLosses.Policy(ratio, Tensor.From([one.Number("advantage")], 1), one.Number("clip"));

        Close.Assert("new behaviour", Row(one, "new_behaviour"), log.Exp(), Tolerance);
        Assert.Equal(one.Number("ratio"), ratio.Item(), Tolerance);
        Assert.Equal(one.Number("surrogate"), surrogate.Item(), Tolerance);
        surrogate.Backward(retainGraph: true);
        Close.Assert("surrogate's gradient", Row(one, "surrogate_gradient"), logits.Grad!, Tolerance);

        logits.Grad = null;
        var entropy = Mixture.Entropies(log);
        Assert.Equal(one.Number("entropy"), entropy.Item(), Tolerance);
        entropy.Sum().Backward();
        Close.Assert("entropy's gradient", Row(one, "entropy_gradient"), logits.Grad!, Tolerance);
    }

    [Fact]
    public void LogProbabilities_ActionAllButImpossible_StaysExactWithoutWeight()
    {
        using var scope = new TensorScope();
        var log = Mixture.LogProbabilities(Tensor.From([0.0, -2000], 1, 2), Tensor.From([0.5, 0.5], 1, 2), Tensor.From([0.0], 1));
        Assert.Equal(-2000, log.Select(1, 1).Item(), Tolerance);
    }

    private static long Action(JsonElement one) => one.GetProperty("action").GetInt64();

    private static Tensor Weight(JsonElement one) => Tensor.From([one.Number("weight")], 1);

    private static Tensor Row(JsonElement one, string field) => Tensor.From(one.Doubles(field), 1, one.GetProperty(field).GetArrayLength());

    private static JsonElement All() => Golden.Json("ppo/sound_advice.json").GetProperty("cases");
}
