using System.Text.Json;
using Reverie.Algorithms.Ppo.Losses;
using Reverie.Torch;

namespace Reverie.Algorithms.Tests.Ppo.Losses;

/// <summary>Actor and critic of the recorded updates: two layers of tanh each, in double precision.</summary>
internal sealed class SmallActorCritic : IDisposable
{
    private readonly Dictionary<string, Tensor> _parameters;

    internal SmallActorCritic(JsonElement laws, ScalarType type)
    {
        using var scope = new TensorScope();
        _parameters = laws.EnumerateObject().ToDictionary(law => law.Name, law => Hash.Parameter(law.Value).To(type).Clone().KeepAlive());
        foreach (var parameter in _parameters.Values)
            parameter.RequiresGrad = true;
    }

    internal IReadOnlyDictionary<string, Tensor> Parameters => _parameters;

    internal Tensor Logits(Tensor x) => Forward("actor", x);

    internal Tensor Values(Tensor x) => Forward("critic", x).Squeeze(-1);

    internal StepEvaluation Evaluate(Tensor x, Tensor actions)
    {
        var log = Logits(x).LogSoftmax(-1);
        return new(log.Gather(1, actions.Unsqueeze(1)).Squeeze(1), Values(x), Mixture.Entropies(log));
    }

    public void Dispose()
    {
        foreach (var parameter in _parameters.Values)
            parameter.Dispose();
    }

    private Tensor Forward(string name, Tensor x)
    {
        x = F.Linear(x, _parameters[$"{name}.0.weight"], _parameters[$"{name}.0.bias"]).Tanh();
        x = F.Linear(x, _parameters[$"{name}.2.weight"], _parameters[$"{name}.2.bias"]).Tanh();
        return F.Linear(x, _parameters[$"{name}.4.weight"], _parameters[$"{name}.4.bias"]);
    }
}
