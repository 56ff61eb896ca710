// The C ABI of the bridge: everything that C# calls. See src/Reverie.Torch/Native/NativeMethods.cs for the other side.
//
// A tensor handle is an owned reference to a c10::TensorImpl (null: undefined tensor), which is always a dense one: sparse, nested
// and the like are refused where they would be handed out, so that functions without a status cannot fail.
// Functions that can fail return 0 on success and 1 on failure; rv_last_error() then tells why, per thread.
#pragma once
#include <cstdint>

#define RV_API extern "C" __attribute__((visibility("default")))

enum rv_tag : int32_t {
    RV_NONE = 0,
    RV_TENSOR = 1,
    RV_INT = 2,
    RV_DOUBLE = 3,
    RV_BOOL = 4,
    RV_INT_LIST = 5,
    RV_DOUBLE_LIST = 6,
    RV_BOOL_LIST = 7,
    RV_TENSOR_LIST = 8,
    RV_OPTIONAL_TENSOR_LIST = 9,
    RV_STRING = 10,
    RV_DEVICE = 11,
    RV_GENERATOR = 12,
};

struct rv_value {
    int32_t tag;
    int32_t count;  // elements of a list, bytes of a string
    union {
        int64_t i;
        double d;
        void* p;
    };
};

// Errors and the library itself
RV_API const char* rv_last_error();
RV_API const char* rv_torch_version();
RV_API const char* rv_config();             // ATen's build settings, many lines
RV_API const char* rv_parallel_info();
RV_API void rv_tune_allocator();            // keep large buffers mapped between steps
RV_API int32_t rv_set_threads(int32_t threads);   // inside an operator
RV_API int32_t rv_get_threads();
RV_API int32_t rv_cuda_device_count();

// Operators, called through the boxed dispatcher
RV_API void* rv_find_operator(const char* name, const char* overload);   // null: this libtorch has none
RV_API int32_t rv_call(void* op, const rv_value* args, int32_t n_args, rv_value* results, int32_t capacity, int32_t* n_results);

// Tensors
RV_API void rv_release(void* tensor);
RV_API void rv_release_many(void** tensors, int32_t count);
RV_API int32_t rv_dim(void* tensor);
RV_API const int64_t* rv_sizes(void* tensor);
RV_API int64_t rv_numel(void* tensor);
RV_API int32_t rv_dtype(void* tensor);
RV_API int64_t rv_device(void* tensor);
RV_API int32_t rv_is_contiguous(void* tensor);
RV_API void* rv_data(void* tensor);
RV_API int32_t rv_from_memory(const void* data, int64_t bytes, const int64_t* sizes, int32_t dim, int32_t dtype, void** result);
RV_API int32_t rv_item(void* tensor, double* real, int64_t* integer);

// Autograd
RV_API int32_t rv_requires_grad(void* tensor);
RV_API int32_t rv_set_requires_grad(void* tensor, int32_t value);
RV_API int32_t rv_grad(void* tensor, void** result);
RV_API int32_t rv_set_grad(void* tensor, void* grad);
RV_API int32_t rv_backward(void* loss, void* gradient, int32_t retain_graph);
RV_API int32_t rv_gradients(void** outputs, int32_t n_outputs, void** inputs, int32_t n_inputs, void** grad_outputs,
                            int32_t retain_graph, int32_t create_graph, void** results);
// A tensor like output whose backward calls backward(key, grad of output, grad of input), and release(key) once the graph is gone.
// backward takes ownership of its first tensor and gives away the second (null: none); nonzero means failure, told in message.
typedef int32_t (*rv_segment_backward)(int64_t key, void* grad_output, void** grad_input, char* message, int32_t capacity);
typedef void (*rv_segment_release)(int64_t key);
RV_API int32_t rv_checkpoint(void* input, void* output, int64_t key, rv_segment_backward backward, rv_segment_release release, void** result);
RV_API int32_t rv_grad_mode(int32_t enabled);                       // returns the previous mode
RV_API int32_t rv_autocast(int32_t enabled, int32_t dtype, int32_t* before);   // on the CPU; before: the previous type, -1: none
RV_API void rv_autocast_clear_cache();

// Random generators
RV_API int32_t rv_generator_new(uint64_t seed, int64_t device, void** result);
RV_API int32_t rv_generator_default(int64_t device, void** result);
RV_API void rv_generator_release(void* generator);
RV_API int32_t rv_generator_seed(void* generator, uint64_t seed);
RV_API int32_t rv_generator_state(void* generator, void** state);   // a byte tensor
RV_API int32_t rv_generator_set_state(void* generator, void* state);
