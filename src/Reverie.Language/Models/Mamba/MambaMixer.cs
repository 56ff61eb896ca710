using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Models.Mamba;

/// <summary>Gated selective state space: what is remembered, and for how long, depends on the input.</summary>
public sealed class MambaMixer : Module
{
    private const double NoTime = -1e4;

    private readonly int _layer;
    private readonly MambaConfig _config;
    private readonly Func<Tensor, Tensor> _activation;
    private readonly bool _gateIsSilu;
    private readonly Tensor _decay;
    private readonly Tensor _skip;
    private readonly CausalConvolution _convolution;
    private readonly Projection _input;
    private readonly Projection _selection;
    private readonly Projection _timeStep;
    private readonly Projection _output;

    public MambaMixer(MambaConfig config, WeightFactory weights, int layer)
    {
        (_layer, _config) = (layer, config);
        _activation = ActivationFunction.Of(config.Activation);
        _gateIsSilu = ActivationFunction.IsSilu(config.Activation);
        long hidden = config.HiddenSize, inner = config.InnerSize, rank = config.TimeStepRank, size = config.StateSize;
        double std = config.InitializerRange;
        _decay = Parameter("A_log", MambaInit.Decay(weights, inner, size));
        _skip = Parameter("D", weights.Constant([inner], 1));
        _convolution = Child("conv1d", new CausalConvolution(weights, inner, config.ConvolutionKernel, config.ConvolutionBias, config.Activation));
        _input = Child("in_proj", new Projection(weights, hidden, 2 * inner, config.ProjectionBias, std));
        _selection = Child("x_proj", new Projection(weights, inner, rank + (2 * size), false, std));
        _timeStep = Child("dt_proj", new Projection(weights, rank, inner, true, 1 / Math.Sqrt(3 * rank)));
        _output = Child("out_proj", new Projection(weights, inner, hidden, config.ProjectionBias, std));
        MambaInit.TimeStepBias(config, weights, _timeStep.Bias!);
    }

    internal Tensor Forward(Tensor x, MambaState? state, StepMask? mask)
    {
        long rank = _config.TimeStepRank, size = _config.StateSize;
        var projected = _input.Forward(x).Float(); // [B, T, 2 E]
        var halves = projected.Chunk(2, -1);
        var (u, gate) = (halves[0], halves[1]);
        var (mixed, past) = _convolution.Forward(u, state?.Convolution(_layer), mask);
        var selected = _selection.Forward(mixed.To(x.DType)).SplitSizes(rank, size, size);
        var step = _timeStep.Forward(selected[0]);
        // A time step of zero, which softplus makes of this: the state neither decays nor takes anything in.
        if (mask is not null)
            step = step.MaskedFill(mask.Hidden, NoTime);
        var (y, last) = SelectiveScan.Run(
            mixed, step.Float(), -_decay.Float().Exp(), selected[1].Float(), selected[2].Float(), _skip.Float(),
            _gateIsSilu ? gate : null, state?.Recurrent(_layer));
        if (!_gateIsSilu)
            y *= _activation(gate);
        state?.Store(_layer, past!, last);
        return _output.Forward(y.To(x.DType)).Float();
    }
}
