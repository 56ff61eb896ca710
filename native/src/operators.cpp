// Any ATen (or own) operator, found by name and called through the dispatcher: unboxed for the commonest signatures, boxed for all others.
#include <algorithm>
#include <variant>
#include <vector>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>
#include "guard.h"

namespace {

enum class Want : uint8_t { as_is, real };

// The signatures that are called most. They are called without boxing their arguments, which saves a tenth of a small call.
using Unary = c10::TypedOperatorHandle<at::Tensor(const at::Tensor&)>;
using Binary = c10::TypedOperatorHandle<at::Tensor(const at::Tensor&, const at::Tensor&)>;
using ScaledBinary = c10::TypedOperatorHandle<at::Tensor(const at::Tensor&, const at::Tensor&, const at::Scalar&)>;
using Unboxed = std::variant<std::monostate, Unary, Binary, ScaledBinary>;

Unboxed unboxed(const c10::OperatorHandle& handle) {
    const auto is = [](const c10::Argument& argument, c10::TypeKind kind) {
        return argument.type()->kind() == kind && (argument.alias_info() == nullptr || !argument.alias_info()->isWrite());
    };
    const auto& arguments = handle.schema().arguments();
    const auto& returns = handle.schema().returns();
    if (returns.size() != 1 || !is(returns[0], c10::TypeKind::TensorType)) return {};
    const auto tensors = std::find_if(arguments.begin(), arguments.end(), [&](const auto& a) { return !is(a, c10::TypeKind::TensorType); }) - arguments.begin();
    if (tensors == 1 && arguments.size() == 1) return handle.typed<at::Tensor(const at::Tensor&)>();
    if (tensors == 2 && arguments.size() == 2) return handle.typed<at::Tensor(const at::Tensor&, const at::Tensor&)>();
    if (tensors == 2 && arguments.size() == 3 && is(arguments[2], c10::TypeKind::NumberType) && arguments[2].default_value().has_value())
        return handle.typed<at::Tensor(const at::Tensor&, const at::Tensor&, const at::Scalar&)>();
    return {};
}

// An operator and what its schema says of arguments: defaults for those left out, and which want a real number.
struct Operator {
    c10::OperatorHandle handle;
    Unboxed direct;
    std::vector<c10::IValue> defaults;
    std::vector<bool> has_default;
    std::vector<Want> wants;

    explicit Operator(const c10::OperatorHandle& h) : handle(h), direct(unboxed(h)) {
        for (const auto& argument : h.schema().arguments()) {
            const auto& value = argument.default_value();
            has_default.push_back(value.has_value());
            defaults.push_back(value.has_value() ? *value : c10::IValue());
            auto type = argument.type();
            if (auto optional = type->cast<c10::OptionalType>()) type = optional->getElementType();
            wants.push_back(type->kind() == c10::TypeKind::FloatType ? Want::real : Want::as_is);
        }
    }
};

c10::IValue to_ivalue(const rv_value& value, Want want) {
    switch (value.tag) {
        case RV_NONE: return c10::IValue();
        case RV_TENSOR: return value.p == nullptr ? c10::IValue() : c10::IValue(reverie::borrow(value.p));
        case RV_INT: return want == Want::real ? c10::IValue(static_cast<double>(value.i)) : c10::IValue(value.i);
        case RV_DOUBLE: return c10::IValue(value.d);
        case RV_BOOL: return c10::IValue(value.i != 0);
        case RV_INT_LIST: return c10::IValue(c10::IntArrayRef(static_cast<int64_t*>(value.p), value.count));
        case RV_DOUBLE_LIST: return c10::IValue(c10::ArrayRef<double>(static_cast<double*>(value.p), value.count));
        case RV_BOOL_LIST: {
            c10::List<bool> list;
            auto* items = static_cast<uint8_t*>(value.p);
            for (int32_t i = 0; i < value.count; ++i) list.push_back(items[i] != 0);
            return c10::IValue(std::move(list));
        }
        case RV_TENSOR_LIST: {
            c10::List<at::Tensor> list;
            list.reserve(value.count);
            auto** items = static_cast<void**>(value.p);
            for (int32_t i = 0; i < value.count; ++i) list.push_back(reverie::borrow(items[i]));
            return c10::IValue(std::move(list));
        }
        case RV_OPTIONAL_TENSOR_LIST: {
            c10::List<c10::optional<at::Tensor>> list;
            list.reserve(value.count);
            auto** items = static_cast<void**>(value.p);
            for (int32_t i = 0; i < value.count; ++i) {
                if (items[i] == nullptr) list.push_back(c10::optional<at::Tensor>());
                else list.push_back(reverie::borrow(items[i]));
            }
            return c10::IValue(std::move(list));
        }
        case RV_STRING: return c10::IValue(std::string(static_cast<char*>(value.p), value.count));
        case RV_DEVICE: return c10::IValue(reverie::device_of(value.i));
        case RV_GENERATOR: return c10::IValue(*static_cast<at::Generator*>(value.p));
    }
    TORCH_CHECK(false, "unknown value tag ", value.tag);
}

// Tensor lists are handed out through this buffer; it is valid until the thread's next call.
thread_local std::vector<void*> list_buffer;

void from_ivalue(c10::IValue&& value, rv_value& out) {
    out.count = 0;
    out.i = 0;
    if (value.isTensor()) {
        out.tag = RV_TENSOR;
        out.p = reverie::give(std::move(value).toTensor());
    } else if (value.isInt()) {
        out.tag = RV_INT;
        out.i = value.toInt();
    } else if (value.isDouble()) {
        out.tag = RV_DOUBLE;
        out.d = value.toDouble();
    } else if (value.isBool()) {
        out.tag = RV_BOOL;
        out.i = value.toBool();
    } else if (value.isTensorList()) {
        auto list = value.toTensorVector();
        const size_t start = list_buffer.size();
        for (auto& tensor : list) list_buffer.push_back(reverie::give(std::move(tensor)));
        out.tag = RV_TENSOR_LIST;
        out.count = static_cast<int32_t>(list.size());
        out.i = static_cast<int64_t>(start);  // turned into a pointer when the buffer has its final size
    } else if (value.isNone()) {
        out.tag = RV_NONE;
    } else {
        TORCH_CHECK(false, "an operator returned a ", value.tagKind(), ", which the bridge does not carry");
    }
}

// Calls an operator without boxing, where its signature and the arguments' kinds allow it.
bool call_direct(const Operator& o, const rv_value* args, int32_t n_args, rv_value& result) {
    const auto tensor = [&](int32_t i) { return args[i].tag == RV_TENSOR && args[i].p != nullptr; };
    at::Tensor made;
    if (const auto* binary = std::get_if<Binary>(&o.direct)) {
        if (n_args != 2 || !tensor(0) || !tensor(1)) return false;
        made = binary->call(reverie::borrow(args[0].p), reverie::borrow(args[1].p));
    } else if (const auto* scaled = std::get_if<ScaledBinary>(&o.direct)) {
        if (n_args < 2 || n_args > 3 || !tensor(0) || !tensor(1)) return false;
        const auto scale = n_args == 3 ? to_ivalue(args[2], Want::as_is) : o.defaults[2];
        if (!scale.isScalar()) return false;
        made = scaled->call(reverie::borrow(args[0].p), reverie::borrow(args[1].p), scale.toScalar());
    } else if (const auto* unary = std::get_if<Unary>(&o.direct)) {
        if (n_args != 1 || !tensor(0)) return false;
        made = unary->call(reverie::borrow(args[0].p));
    } else {
        return false;
    }
    result = {RV_TENSOR, 0, {}};
    result.p = reverie::give(std::move(made));
    return true;
}

}  // namespace

RV_API void* rv_find_operator(const char* name, const char* overload) {
    void* found = nullptr;
    reverie::guarded([&] {
        auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
        if (handle.has_value()) found = new Operator(*handle);
    });
    return found;
}

RV_API int32_t rv_call(void* op, const rv_value* args, int32_t n_args, rv_value* results, int32_t capacity, int32_t* n_results) {
    return reverie::guarded([&] {
        auto& o = *static_cast<Operator*>(op);
        if (capacity > 0 && call_direct(o, args, n_args, results[0])) {
            *n_results = 1;
            return;
        }
        thread_local torch::jit::Stack stack;
        struct Emptied {
            ~Emptied() { stack.clear(); }
        } emptied;
        const size_t expected = o.wants.size();
        TORCH_CHECK(static_cast<size_t>(n_args) <= expected, o.handle.schema().name(), " takes ", expected, " arguments, not ", n_args);
        for (int32_t i = 0; i < n_args; ++i) stack.emplace_back(to_ivalue(args[i], o.wants[i]));
        for (size_t i = n_args; i < expected; ++i) {
            TORCH_CHECK(o.has_default[i], o.handle.schema().name(), " lacks its argument ", o.handle.schema().arguments()[i].name());
            stack.emplace_back(o.defaults[i]);
        }
        o.handle.callBoxed(&stack);
        TORCH_CHECK(stack.size() <= static_cast<size_t>(capacity), "more results than there is room for");
        list_buffer.clear();
        *n_results = static_cast<int32_t>(stack.size());
        for (size_t i = 0; i < stack.size(); ++i) from_ivalue(std::move(stack[i]), results[i]);
        for (size_t i = 0; i < stack.size(); ++i)
            if (results[i].tag == RV_TENSOR_LIST) results[i].p = list_buffer.data() + results[i].i;
    });
}
