namespace Reverie.Language.Models;

/// <summary>
/// Settings of published <c>config.json</c> files that change no logits: notes, training and generation defaults, and what the
/// shapes of the weights say again. Every other setting is obeyed or refused.
/// </summary>
internal static class HarmlessKeys
{
    /// <summary>What every family's file may carry.</summary>
    private static readonly string[] Any =
    [
        "_name_or_path", "_commit_hash", "_attn_implementation", "_attn_implementation_autoset", "_flash_attn_2_enabled", "attn_implementation",
        "architectures", "auto_map", "model_type", "torch_dtype", "dtype", "transformers_version", "tokenizer_class", "transformers.js_config",
        "unsloth_version", "unsloth_fixed", "is_llama_config", "name_or_path", "license", "custom_pipelines",
        "bos_token_id", "eos_token_id", "pad_token_id", "sep_token_id", "unk_token_id", "decoder_start_token_id", "mask_token_id",
        "use_cache", "output_past", "output_attentions", "output_hidden_states", "return_dict", "torchscript", "use_bfloat16",
        "chunk_size_feed_forward", "gradient_checkpointing", "is_decoder", "finetuning_task", "problem_type", "id2label", "label2id",
        "num_labels", "_num_labels", "prefix", "task_specific_params", "initializer_range", "predict_special_tokens", "keys_to_ignore_at_inference",
        "summary_activation", "summary_first_dropout", "summary_proj_to_labels", "summary_type", "summary_use_proj",
        "max_length", "min_length", "do_sample", "early_stopping", "num_beams", "num_beam_groups", "diversity_penalty", "temperature", "top_k",
        "top_p", "typical_p", "repetition_penalty", "length_penalty", "no_repeat_ngram_size", "encoder_no_repeat_ngram_size", "bad_words_ids",
        "num_return_sequences", "output_scores", "return_dict_in_generate", "forced_bos_token_id", "forced_eos_token_id",
        "remove_invalid_values", "exponential_decay_length_penalty", "suppress_tokens", "begin_suppress_tokens", "generation_config",
        "attention_dropout", "hidden_dropout", "classifier_dropout", "hidden_dropout_prob", "attention_probs_dropout_prob",
        // Splits a matrix product into parts with the same sum.
        "pretraining_tp",
    ];

    private static readonly Dictionary<string, string[]> Families = new()
    {
        // Special tokens are rows of the table like others; their number stands in GPT-2 medium's file and is read by none.
        ["gpt2"] = ["n_ctx", "n_special", "resid_pdrop", "embd_pdrop", "attn_pdrop", "reorder_and_upcast_attn"],
        ["llama"] = ["max_sequence_length"],
        // Windows are refused by use_sliding_window and layer_types; without them these are unused.
        ["qwen2"] = ["sliding_window", "max_window_layers"],
        ["qwen3"] = ["sliding_window", "max_window_layers"],
        ["gpt_neox"] = [],
        // Starts of training, names of the original file, and precision of a stream that is single here anyhow.
        ["mamba"] =
        [
            "d_model", "d_inner", "n_layer", "intermediate_size", "fused_add_norm", "rescale_prenorm_residual", "residual_in_fp32", "time_step_scale",
            "time_step_floor", "time_step_init_scheme", "use_mambapy", "use_associative_scan", "pad_vocab_size_multiple",
        ],
        // Rescaling guards half precision only.
        ["rwkv"] = ["context_length", "rescale_every", "max_position_embeddings"],
    };

    /// <summary>The harmless settings of a family.</summary>
    public static IEnumerable<string> Of(string modelType) => Any.Concat(Families[modelType]);
}
