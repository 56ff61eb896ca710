using System.Text.Json.Nodes;
using Reverie.Language.Layers;

namespace Reverie.Language.Models.Mamba;

/// <summary>Mamba (Gu and Dao, 2023): a selective state-space model whose memory does not grow with the sequence.</summary>
public sealed record MambaConfig : LanguageModelConfig
{
    public override string ModelType => "mamba";

    /// <summary>Channels E of the state space.</summary>
    public required long InnerSize { get; init; }

    /// <summary>Numbers N that each channel remembers.</summary>
    public long StateSize { get; init; } = 16;

    /// <summary>Taps K of the causal convolution.</summary>
    public int ConvolutionKernel { get; init; } = 4;

    /// <summary>Rank R of the projection that makes the time step.</summary>
    public required long TimeStepRank { get; init; }

    /// <summary>Bias on the projections into and out of the mixer.</summary>
    public bool ProjectionBias { get; init; }

    public bool ConvolutionBias { get; init; } = true;

    public string Activation { get; init; } = "silu";

    public double NormEpsilon { get; init; } = 1e-5;

    /// <summary>Smallest time step of random weights.</summary>
    public double TimeStepMin { get; init; } = 0.001;

    /// <summary>Largest time step of random weights.</summary>
    public double TimeStepMax { get; init; } = 0.1;

    internal override string BackboneName => "backbone";

    protected override string Architecture => "MambaForCausalLM";

    internal static MambaConfig Read(ConfigReader config)
    {
        long hidden = config.Size("hidden_size");
        // "auto" is the only text; a number is the usual way.
        long rank = config.TryText("time_step_rank") == "auto" ? (hidden + 15) / 16 : config.Size("time_step_rank", (hidden + 15) / 16);
        if (!config.Flag("rms_norm", true))
            throw config.Unsupported("LayerNorm instead of RMSNorm (rms_norm: false)");
        double inner = config.Positive("expand", 2) * hidden;
        if (inner is < 1 or > int.MaxValue)
            throw config.Wrong("expand", "so that expand times hidden_size is a size");
        return new()
        {
            VocabularySize = config.Size("vocab_size"),
            HiddenSize = hidden,
            LayerCount = config.Layers("num_hidden_layers"),
            InnerSize = (long)inner,
            StateSize = config.Size("state_size", 16),
            ConvolutionKernel = (int)config.Size("conv_kernel", 4),
            TimeStepRank = rank,
            ProjectionBias = config.Flag("use_bias", false),
            ConvolutionBias = config.Flag("use_conv_bias", true),
            Activation = config.Text("hidden_act", "silu"),
            NormEpsilon = config.Positive("layer_norm_epsilon", 1e-5),
            TimeStepMin = config.Positive("time_step_min", 0.001),
            TimeStepMax = config.Positive("time_step_max", 0.1),
            InitializerRange = config.Positive("initializer_range", 0.1),
            TieWordEmbeddings = config.Flag("tie_word_embeddings", true),
        };
    }

    protected override void WriteTo(JsonObject json)
    {
        json["hidden_size"] = HiddenSize;
        json["num_hidden_layers"] = LayerCount;
        json["expand"] = (double)InnerSize / HiddenSize;
        json["intermediate_size"] = InnerSize;
        json["state_size"] = StateSize;
        json["conv_kernel"] = ConvolutionKernel;
        json["time_step_rank"] = TimeStepRank;
        json["use_bias"] = ProjectionBias;
        json["use_conv_bias"] = ConvolutionBias;
        json["hidden_act"] = Activation;
        json["layer_norm_epsilon"] = NormEpsilon;
        json["time_step_min"] = TimeStepMin;
        json["time_step_max"] = TimeStepMax;
        json["initializer_range"] = InitializerRange;
    }

    internal override LanguageBackbone CreateBackbone(WeightFactory weights) => new MambaBackbone(this, weights);
}
