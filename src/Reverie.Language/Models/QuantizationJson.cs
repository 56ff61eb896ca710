using System.Text.Json.Nodes;
using Reverie.Language.Quantization;

namespace Reverie.Language.Models;

/// <summary>The quantisation as <c>config.json</c> has it.</summary>
internal static class QuantizationJson
{
    public static QuantizationConfig? Read(ConfigReader config)
    {
        if (config.Section("quantization_config") is not { } section)
            return null;
        string method = section.Text("quant_method", "bitsandbytes");
        if (method != "bitsandbytes" || !section.Flag("load_in_4bit", section.Flag("_load_in_4bit", false)))
            throw config.Unsupported($"the quantisation '{method}' other than bitsandbytes in 4 bits");
        string type = section.Text("bnb_4bit_quant_type", "fp4");
        if (type != "nf4")
            throw config.Unsupported($"4-bit numbers of the type '{type}' instead of nf4");
        if (section.Flag("load_in_8bit", false) || section.Flag("_load_in_8bit", false))
            throw config.Unsupported("8-bit numbers");
        var quantization = new QuantizationConfig(section.Flag("bnb_4bit_use_double_quant", false))
        {
            SkipModules = section.Texts("llm_int8_skip_modules") ?? [],
        };
        section.RefuseUnread(
            "bnb_4bit_compute_dtype", "bnb_4bit_quant_storage", "llm_int8_threshold", "llm_int8_has_fp16_weight", "llm_int8_enable_fp32_cpu_offload",
            "_load_in_4bit", "load_in_4bit");
        return quantization;
    }

    public static JsonObject Write(QuantizationConfig quantization) => new()
    {
        ["quant_method"] = "bitsandbytes",
        ["load_in_4bit"] = true,
        ["load_in_8bit"] = false,
        ["bnb_4bit_compute_dtype"] = "float32",
        ["bnb_4bit_quant_storage"] = "uint8",
        ["bnb_4bit_quant_type"] = "nf4",
        ["llm_int8_skip_modules"] = quantization.SkipModules.Count == 0
            ? null : new JsonArray([.. quantization.SkipModules.Select(name => (JsonNode)name)]),
        ["bnb_4bit_use_double_quant"] = quantization.DoubleQuantization,
    };
}
