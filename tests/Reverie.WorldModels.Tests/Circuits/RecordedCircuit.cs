using System.Text.Json;
using Reverie.Torch;
using Reverie.WorldModels.Circuits;
using Reverie.WorldModels.Circuits.Wirings;

namespace Reverie.WorldModels.Tests.Circuits;

/// <summary>One case of tests/golden/seqmodels/ncp: a circuit with the recorded weights.</summary>
internal sealed class RecordedCircuit : IDisposable
{
    private static readonly GoldenFile File = Golden.Load("seqmodels/ncp/cells.safetensors");

    private readonly JsonElement _case;

    static RecordedCircuit() => TorchRuntime.Threads = 1;

    public RecordedCircuit(string name)
    {
        (Name, _case) = (name, Cases.First(entry => entry.GetProperty("name").GetString() == name));
        int inputs = Number("input_size");
        var cell = _case.GetProperty("cell").GetString() == "LTC" ? Ltc(inputs) : Cfc(inputs);
        Circuit = new Circuit(cell, Has("mixed_memory") && _case.GetProperty("mixed_memory").GetBoolean(), Has("proj_size") ? Number("proj_size") : null);
        Masks = Circuit.StateDict().Where(entry => entry.Name.EndsWith("mask", StringComparison.Ordinal))
            .ToDictionary(entry => entry.Name, entry => entry.Tensor.ToArray<float>());
        Circuit.LoadStateDict(Weights);
    }

    public static IEnumerable<string> Names => Cases.Select(entry => entry.GetProperty("name").GetString()!);

    public string Name { get; }

    public Circuit Circuit { get; }

    public bool LastOnly => Has("return_sequences") && !_case.GetProperty("return_sequences").GetBoolean();

    public double Tolerance => _case.GetProperty("atol").GetDouble();

    public double GradientTolerance => _case.GetProperty("atol_grad").GetDouble();

    public int StateSize => Number("state_size");

    public int OutputSize => Number("output_size");

    public Tensor? Times => Find("timespans");

    public CircuitMemory Start => new(this["h0"].Clone(), Find("c0")?.Clone());

    /// <summary>The masks as they were before the recorded ones were loaded.</summary>
    public IReadOnlyDictionary<string, float[]> Masks { get; }

    /// <summary>The recorded weights and masks by name.</summary>
    public Dictionary<string, Tensor> Weights => Under("param/");

    /// <summary>The recorded gradients of weights by name.</summary>
    public Dictionary<string, Tensor> Gradients => Under("grad/");

    public Tensor this[string name] => File[$"{Name}/{name}"];

    public Tensor? Find(string name) => File.Tensors.GetValueOrDefault($"{Name}/{name}");

    public void Dispose() => Circuit.Dispose();

    private static IEnumerable<JsonElement> Cases => File.Json.GetProperty("cases").EnumerateArray();

    private CircuitCell Cfc(int inputs)
    {
        var mode = _case.GetProperty("mode").GetString() switch
        {
            "default" => CfcMode.Default,
            "no_gate" => CfcMode.NoGate,
            "pure" => CfcMode.Pure,
            var other => throw new ArgumentException(other),
        };
        if (Has("wiring"))
            return new WiredCfcCell(RecordedPlan.From(_case.GetProperty("wiring")).Build(inputs), mode);
        var activation = Enum.Parse<CircuitActivation>(_case.GetProperty("activation").GetString()!.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
        int layers = Number("backbone_layers");
        return new CfcCell(inputs, Number("units"), mode, layers == 0 ? 1 : Number("backbone_units"), layers, activation);
    }

    private LtcCell Ltc(int inputs)
    {
        var plan = Has("wiring") ? RecordedPlan.From(_case.GetProperty("wiring")) : new FullyConnectedPlan(Number("units"), Number("units"));
        return new LtcCell(
            plan.Build(inputs),
            new LtcOptions
            {
                OdeUnfolds = Number("ode_unfolds"),
                InputMapping = Mapping("input_mapping"),
                OutputMapping = Mapping("output_mapping"),
                Epsilon = _case.GetProperty("epsilon").GetDouble(),
                ImplicitConstraints = _case.GetProperty("implicit_param_constraints").GetBoolean(),
            });
    }

    private LtcMapping Mapping(string name) =>
        _case.GetProperty(name).GetString() is { } text ? Enum.Parse<LtcMapping>(text, ignoreCase: true) : LtcMapping.None;

    private Dictionary<string, Tensor> Under(string prefix) => File.Tensors
        .Where(entry => entry.Key.StartsWith($"{Name}/{prefix}", StringComparison.Ordinal))
        .ToDictionary(entry => entry.Key[(Name.Length + 1 + prefix.Length)..], entry => entry.Value);

    private bool Has(string name) => _case.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private int Number(string name) => _case.GetProperty(name).GetInt32();
}
